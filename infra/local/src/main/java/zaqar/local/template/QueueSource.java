// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.time.Duration;
import zaqar.local.failure.CannotStart;

/**
 * A queue of SQS that a function works off.
 *
 * @param queue its name
 * @param batchSize the most messages of one call
 * @param window how long to wait for a full batch
 * @param reportsItems whether the function may name the messages that failed
 * @param concurrency the most calls at once
 */
public record QueueSource(
    String queue, int batchSize, Duration window, boolean reportsItems, int concurrency)
    implements EventSource {
  private static final int LAMBDA_BATCH_SIZE = 10;

  /** Lambda begins with five calls at once and goes on to 1,250; one machine bears fewer. */
  private static final int CONCURRENCY_WITHOUT_LIMIT = 100;

  /** Refuses what Lambda would refuse. */
  public QueueSource {
    if (batchSize < 1 || concurrency < 1 || (batchSize > LAMBDA_BATCH_SIZE && window.isZero())) {
      throw new CannotStart(
          "template.yaml: the batches of " + queue + " are empty, or large without a window");
    }
  }

  /** Reads an event of a function. */
  static QueueSource from(Section event) {
    return from(event.text("Queue"), event.without("Queue"));
  }

  /** Reads how to work off the queue with this ARN. */
  static QueueSource from(String queue, Section properties) {
    properties.only(
        "Enabled",
        "BatchSize",
        "MaximumBatchingWindowInSeconds",
        "FunctionResponseTypes",
        "ScalingConfig");
    return new QueueSource(
        Arn.queue(queue),
        properties.number("BatchSize", LAMBDA_BATCH_SIZE),
        properties.seconds("MaximumBatchingWindowInSeconds").orElse(Duration.ZERO),
        EventSource.reportsItems(properties),
        properties
            .section("ScalingConfig")
            .only("MaximumConcurrency")
            .number("MaximumConcurrency", CONCURRENCY_WITHOUT_LIMIT));
  }
}
