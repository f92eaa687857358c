// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import zaqar.local.failure.CannotStart;

/**
 * A rule of an event bus, which sends the events that match to queues of SQS, whole.
 *
 * @param name its logical name
 * @param bus the name of its bus
 * @param pattern which events match, as JSON
 * @param queues the names of the queues
 */
public record RuleResource(String name, String bus, String pattern, List<String> queues) {
  static final String TYPE = "AWS::Events::Rule";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps a copy. */
  public RuleResource {
    queues = List.copyOf(queues);
  }

  /** Reads a rule; empty for one that is disabled, or that goes by the clock. */
  static Optional<RuleResource> from(String name, Section properties) {
    if (properties.keys().contains("ScheduleExpression")
        || properties.find("State").filter("DISABLED"::equals).isPresent()) {
      return Optional.empty();
    }
    properties.only("Description", "EventBusName", "EventPattern", "State", "Targets", "Tags");
    return Optional.of(
        new RuleResource(
            name,
            properties.find("EventBusName").orElse("default"),
            pattern(properties.section("EventPattern")),
            properties.sections("Targets").stream().map(RuleResource::queue).toList()));
  }

  private static String pattern(Section pattern) {
    try {
      return JSON.writeValueAsString(pattern.values());
    } catch (JsonProcessingException e) {
      throw new CannotStart(pattern.place() + " cannot be written as JSON", e);
    }
  }

  /** Sending to a queue here either works or is told to who puts the event. */
  private static String queue(Section target) {
    target.only("Arn", "Id", "RetryPolicy", "DeadLetterConfig");
    return Arn.queue(target.text("Arn"));
  }
}
