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
  private static final int LAMBDA_POLLERS = 5;

  /** Refuses what Lambda would refuse. */
  public QueueSource {
    if (batchSize < 1 || concurrency < 1 || (batchSize > LAMBDA_BATCH_SIZE && window.isZero())) {
      throw new CannotStart(
          "template.yaml: the batches of " + queue + " are empty, or large without a window");
    }
  }

  static QueueSource from(Section properties) {
    properties.only(
        "Queue",
        "Enabled",
        "BatchSize",
        "MaximumBatchingWindowInSeconds",
        "FunctionResponseTypes",
        "ScalingConfig");
    return new QueueSource(
        Arn.queue(properties.text("Queue")),
        properties.number("BatchSize", LAMBDA_BATCH_SIZE),
        properties.seconds("MaximumBatchingWindowInSeconds").orElse(Duration.ZERO),
        EventSource.reportsItems(properties),
        properties
            .section("ScalingConfig")
            .only("MaximumConcurrency")
            .number("MaximumConcurrency", LAMBDA_POLLERS));
  }
}
