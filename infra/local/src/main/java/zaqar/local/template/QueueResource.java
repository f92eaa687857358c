// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.time.Duration;
import java.util.Optional;

/**
 * A queue of SQS in the template. Its messages are kept as long as they must be, and no shorter for
 * a retention period.
 *
 * @param name its logical name, which is its physical one here
 * @param visibilityTimeout how long a message that was received is not given to others
 * @param delay how long a new message is given to nobody
 * @param redrive where messages go that were received in vain too often
 */
public record QueueResource(
    String name, Duration visibilityTimeout, Duration delay, Optional<Redrive> redrive) {
  static final String TYPE = "AWS::SQS::Queue";

  private static final Duration SQS_VISIBILITY_TIMEOUT = Duration.ofSeconds(30);

  /**
   * A dead-letter queue.
   *
   * @param queue its name
   * @param maxReceiveCount how often a message is received before it goes there
   */
  public record Redrive(String queue, int maxReceiveCount) {}

  /**
   * What {@code !Ref} stands for. Clients know the host from their endpoint; {@code localhost}
   * names never leave the machine.
   */
  public static String url(String name) {
    return "http://sqs." + Arn.REGION + ".localhost/" + Arn.ACCOUNT + "/" + name;
  }

  static QueueResource from(String name, Section properties) {
    properties.only(
        "VisibilityTimeout",
        "MessageRetentionPeriod",
        "DelaySeconds",
        "RedrivePolicy",
        "RedriveAllowPolicy",
        "ReceiveMessageWaitTimeSeconds",
        "SqsManagedSseEnabled",
        "KmsMasterKeyId",
        "KmsDataKeyReusePeriodSeconds",
        "Tags");
    return new QueueResource(
        name,
        properties.seconds("VisibilityTimeout").orElse(SQS_VISIBILITY_TIMEOUT),
        properties.seconds("DelaySeconds").orElse(Duration.ZERO),
        redrive(properties));
  }

  private static Optional<Redrive> redrive(Section properties) {
    Section policy =
        properties.section("RedrivePolicy").only("deadLetterTargetArn", "maxReceiveCount");
    return policy
        .find("deadLetterTargetArn")
        .map(arn -> new Redrive(Arn.queue(arn), policy.number("maxReceiveCount", 10)));
  }
}
