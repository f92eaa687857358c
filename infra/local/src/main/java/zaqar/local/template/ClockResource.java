// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A target of a rule that goes by the clock: a queue of SQS that gets the same message again and
 * again.
 *
 * @param rate from one message to the next
 * @param queue the name of the queue
 */
public record ClockResource(Duration rate, String queue, String message) {
  /** Reads a rule; empty for one that is disabled, or that goes by events. */
  static Stream<ClockResource> from(Section properties) {
    Optional<String> schedule = properties.find("ScheduleExpression");
    if (schedule.isEmpty() || properties.find("State").filter("DISABLED"::equals).isPresent()) {
      return Stream.of();
    }
    properties.only("Description", "ScheduleExpression", "State", "Targets");
    Duration rate = ScheduleSource.rate(schedule.get(), properties.place());
    List<Section> targets = properties.sections("Targets");
    return targets.stream().map(target -> to(target, rate));
  }

  private static ClockResource to(Section target, Duration rate) {
    target.only("Arn", "Id", "Input");
    return new ClockResource(rate, Arn.queue(target.text("Arn")), target.text("Input"));
  }
}
