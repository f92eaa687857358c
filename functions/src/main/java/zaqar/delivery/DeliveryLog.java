package zaqar.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import zaqar.http.Json;

/**
 * One line for each delivery that was tried, which CloudWatch reads as metrics, too. Nothing of a
 * message, a URL or a secret is in it.
 */
final class DeliveryLog {
  private static final String AGE = "DeliveryAge";

  private final Clock clock;
  private final Consumer<String> log;

  /** Writes to {@code log}. */
  DeliveryLog(Clock clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
  }

  /** Notes what became of an attempt. */
  void tried(Attempt attempt, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered delivered -> write(attempt, "INFO", "Delivered", "");
      case Outcome.Failed failed -> write(attempt, "WARN", "DeliveryFailed", failed.reason());
      case Outcome.Refused refused -> write(attempt, "WARN", "DeliveryFailed", refused.reason());
      case Outcome.Gone gone -> write(attempt, "WARN", "SubscriptionDisabled", "answered 410");
    }
  }

  /** Notes that a delivery is not tried any more. */
  void givenUp(Attempt attempt, String reason) {
    write(attempt, "ERROR", "DeliveryGivenUp", reason);
  }

  private void write(Attempt attempt, String level, String metric, String reason) {
    Duration age = Duration.between(attempt.message().availableAt(), clock.instant());
    ObjectNode line =
        Json.object()
            .put("level", level)
            .put("subscription_id", attempt.subscription().toString())
            .put("message_id", attempt.message().id().toString())
            .put("attempt", attempt.failures() + 1)
            .put("reason", reason)
            .put(metric, 1)
            .put(AGE, Math.max(0, age.toSeconds()));
    ObjectNode metadata = line.putObject("_aws").put("Timestamp", clock.millis());
    ObjectNode metrics = metadata.putArray("CloudWatchMetrics").addObject();
    metrics.put("Namespace", "zaqar-lambda").putArray("Dimensions").addArray();
    ArrayNode names = metrics.putArray("Metrics");
    names.addObject().put("Name", metric).put("Unit", "Count");
    names.addObject().put("Name", AGE).put("Unit", "Seconds");
    log.accept(Json.write(line));
  }
}
