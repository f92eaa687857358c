// SPDX-License-Identifier: Apache-2.0
package zaqar.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.event.ruler.Machine;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.BusResource;
import zaqar.local.template.RuleResource;

/** The rules of all buses, matched as EventBridge does. */
final class Rules {
  private static final String DEFAULT_BUS = "default";

  private final Map<String, Machine> buses = new HashMap<>();
  private final List<RuleResource> rules;

  /**
   * Takes the template's rules.
   *
   * @throws CannotStart for a pattern that is none, or a bus that is not there
   */
  Rules(List<BusResource> buses, List<RuleResource> rules) {
    this.buses.put(DEFAULT_BUS, Machine.builder().build());
    buses.forEach(bus -> this.buses.put(bus.name(), Machine.builder().build()));
    this.rules = List.copyOf(rules);
    rules.forEach(this::add);
  }

  private void add(RuleResource rule) {
    Machine bus = buses.get(rule.bus());
    if (bus == null) {
      throw new CannotStart("template.yaml: " + rule.name() + " names no bus: " + rule.bus());
    }
    try {
      bus.addRule(rule.name(), rule.pattern());
    } catch (JsonProcessingException e) {
      throw new CannotStart(
          "template.yaml: the pattern of " + rule.name() + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CannotStart("template.yaml: the pattern of " + rule.name() + ": " + e, e);
    }
  }

  boolean know(String bus) {
    return buses.containsKey(bus);
  }

  /** The queues that the rules of a bus send an event to; each gets it once for each rule. */
  List<String> queues(String bus, JsonNode event) {
    Set<String> matching = new HashSet<>(machine(bus).rulesForJSONEvent(event));
    return rules.stream()
        .filter(rule -> rule.bus().equals(bus) && matching.contains(rule.name()))
        .flatMap(rule -> rule.queues().stream())
        .toList();
  }

  private Machine machine(String bus) {
    return Objects.requireNonNull(buses.get(bus), bus);
  }
}
