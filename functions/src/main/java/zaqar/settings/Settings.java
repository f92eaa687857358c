// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings, read from the environment once at the start. If a variable is missing or malformed,
 * the start ends with a sentence that names it.
 *
 * @param delayInAllQueues whether a message may be delayed in a queue that has no delay of its own
 * @param longPoll how long a claim or list may wait for messages; zero if it may not
 * @param defaultPoolWeight the weight of the message table among the pools for new queues
 * @param clockTolerance S: the largest tolerated offset of one instance's clock. Zero if a single
 *     process serves all queues; its id generator alone keeps the order then
 * @param writeDeadline D: a message not confirmed within this time is not acknowledged
 * @param signedUrlSecret the secret for signed URLs; functions that neither sign nor accept them
 *     have none
 * @param previousSignedUrlSecret the secret before that, whose signatures are still accepted
 * @param allowedOrigins origins whose pages may call this service from a browser; {@code *} for all
 * @param console how people log in at the console; empty if there is none
 * @param metricsNamespace the CloudWatch namespace of this stack's metrics
 * @param endpoint the endpoint of DynamoDB, if it is not that of the function's region
 */
public record Settings(
    AccessSettings access,
    ClientIdMode clientIdMode,
    boolean adminMode,
    boolean enableChecksum,
    boolean deleteWithClaimId,
    boolean delayInAllQueues,
    Duration longPoll,
    String controlTable,
    String messageTable,
    int defaultPoolWeight,
    Duration clockTolerance,
    Duration writeDeadline,
    Optional<String> signedUrlSecret,
    Optional<String> previousSignedUrlSecret,
    Set<String> allowedOrigins,
    Optional<ConsoleSettings> console,
    String metricsNamespace,
    Optional<Endpoint> endpoint,
    DeliverySettings delivery,
    EncryptionSettings encryption,
    Limits limits) {

  /**
   * Reads the settings.
   *
   * @throws IllegalStateException if a variable is missing or malformed; the message names it
   */
  public static Settings from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    return new Settings(
        AccessSettings.from(environment),
        environment.choice("CLIENT_ID_MODE", ClientIdMode.class),
        environment.flag("ADMIN_MODE"),
        environment.flag("ENABLE_CHECKSUM"),
        environment.flag("DELETE_WITH_CLAIM_ID"),
        environment.flag("DELAY_IN_ALL_QUEUES"),
        environment.seconds("LONG_POLL_SECONDS"),
        environment.text("CONTROL_TABLE"),
        environment.text("MESSAGE_TABLE"),
        environment.number("DEFAULT_POOL_WEIGHT"),
        environment.milliseconds("CLOCK_TOLERANCE_MILLISECONDS"),
        environment.milliseconds("WRITE_DEADLINE_MILLISECONDS"),
        environment.optional("SIGNED_URL_SECRET"),
        environment.optional("PREVIOUS_SIGNED_URL_SECRET"),
        environment.set("ALLOWED_ORIGINS"),
        ConsoleSettings.from(environment),
        environment.text("METRICS_NAMESPACE"),
        Endpoint.from("DYNAMODB", environment),
        DeliverySettings.from(environment),
        EncryptionSettings.from(environment),
        Limits.from(environment));
  }

  /**
   * Checks that a function that signs URLs, or accepts signed ones, has the secret.
   *
   * @throws IllegalStateException if the secret is missing; the message names the variable
   */
  public void requireSignedUrlSecret() {
    if (signedUrlSecret.isEmpty()) {
      throw new IllegalStateException("SIGNED_URL_SECRET must be set");
    }
  }

  /** Whether this process is the only one that posts, so that its generator alone keeps order. */
  public boolean solePoster() {
    return clockTolerance.isZero();
  }
}
