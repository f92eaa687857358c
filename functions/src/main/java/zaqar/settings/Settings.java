// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the environment decides, read once at start. A setting that is missing or makes
 * no sense stops the start with a sentence that names the variable.
 *
 * @param delayInAllQueues whether a message may be delayed in a queue that has no delay of its own
 * @param defaultPoolWeight how often the message table is chosen for new queues, beside other pools
 * @param clockTolerance S: the largest tolerated offset of one instance's clock; zero where a
 *     single process serves all queues, which then answers for order by its own generator alone
 * @param writeDeadline D: a message not confirmed within this time is not acknowledged
 * @param signedUrlSecret what signed URLs are signed with; functions that neither sign nor take
 *     them have none
 * @param previousSignedUrlSecret what they were signed with before, and are still accepted
 * @param allowedOrigins whose pages may call this service from a browser; {@code *} for all
 * @param console how people log in at the console; empty if there is none
 * @param metricsNamespace what CloudWatch keeps this stack's metrics under
 * @param endpoint the store to use, if it is not the DynamoDB of the function's region
 */
public record Settings(
    AccessSettings access,
    ClientIdMode clientIdMode,
    boolean adminMode,
    boolean enableChecksum,
    boolean deleteWithClaimId,
    boolean delayInAllQueues,
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
   * For functions that sign URLs, or take signed ones.
   *
   * @throws IllegalStateException if they have not got the secret; the message names the variable
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
