// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.event.ruler.Machine;
import zaqar.local.failure.CannotStart;

/** Tells which records a function wants to see. */
final class Filters {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENT = "eventName";

  private final Machine machine = Machine.builder().build();
  private final Set<String> events;

  /**
   * Takes patterns in JSON; without any, every record is wanted.
   *
   * @throws CannotStart for a pattern that is none
   */
  Filters(List<String> patterns) {
    events = new HashSet<>(patterns.isEmpty() ? Change.EVENTS : Set.of());
    for (String pattern : patterns) {
      try {
        machine.addRule(pattern, pattern);
        events.addAll(events(JSON.readTree(pattern).get(EVENT)));
      } catch (IOException e) {
        throw new CannotStart("template.yaml: no filter pattern: " + pattern, e);
      }
    }
  }

  /** The events that a pattern lets pass, by what it says of their names, if it does. */
  private static Set<String> events(JsonNode names) throws IOException {
    if (names == null) {
      return Change.EVENTS;
    }
    Machine ofNames = Machine.builder().build();
    ofNames.addRule(EVENT, JSON.createObjectNode().set(EVENT, names).toString());
    Set<String> passing = new HashSet<>(Change.EVENTS);
    passing.removeIf(
        event -> {
          ObjectNode record = JSON.createObjectNode().put(EVENT, event);
          return ofNames.rulesForJSONEvent(record).isEmpty();
        });
    return passing;
  }

  /** Whether a record of such an event can pass, which is known before there is a record. */
  boolean mayPass(String event) {
    return events.contains(event);
  }

  boolean pass(Change change) {
    return machine.isEmpty() || !machine.rulesForJSONEvent(change.json()).isEmpty();
  }
}
