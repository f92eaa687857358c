// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;
import zaqar.http.Json;
import zaqar.http.Problem;

/**
 * Which bodies a subscription is for, as EventBridge's patterns say it (contract 8.1). The matcher
 * is loaded with the first pattern, so that who has none starts without it.
 */
final class BodyPattern {
  static final String OPTION = "_filter";

  private static final int MOST_BYTES = 4096;

  /** As many states as a wildcard may keep open; EventBridge has such a bound, too. */
  private static final int MOST_COMPLEX = 100;

  /** The matcher keeps a rule for each way through all "$or", so few of these make many. */
  private static final int MOST_COMBINATIONS = 100;

  /** The matcher tries each value of an array with each of the others that a pattern names. */
  private static final int MOST_TRIES = 10_000;

  private static final String RULE = "filter";

  private final Machine machine;
  private final Set<String> fields;

  private BodyPattern(Machine machine, Set<String> fields) {
    this.machine = machine;
    this.fields = fields;
  }

  /** What is wrong with a pattern, as a sentence without its subject; empty if nothing is. */
  static Optional<String> fault(JsonNode pattern) {
    if (pattern.isMissingNode() || pattern.isNull()) {
      return Optional.empty();
    }
    if (!pattern.isObject()) {
      return Optional.of("must be an object, a pattern of EventBridge's.");
    }
    if (Json.size(pattern) > MOST_BYTES) {
      return Optional.of("may not be larger than " + MOST_BYTES + " bytes.");
    }
    if (combinations(pattern) > MOST_COMBINATIONS) {
      return Optional.of("has more than " + MOST_COMBINATIONS + " combinations of \"$or\".");
    }
    try {
      MachineComplexityEvaluator evaluator = new MachineComplexityEvaluator(MOST_COMPLEX);
      return machine(pattern).evaluateComplexity(evaluator) < MOST_COMPLEX
          ? Optional.empty()
          : Optional.of("has too many wildcards.");
    } catch (IOException | RuntimeException e) {
      return Optional.of("must be a pattern of EventBridge's: " + firstLine(e));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is none");
  }

  /** Reads a pattern that was checked when it was set. */
  static BodyPattern read(JsonNode pattern) {
    try {
      Set<String> fields = new HashSet<>();
      addFields(pattern, "", fields);
      return new BodyPattern(machine(pattern), fields);
    } catch (IOException e) {
      throw new IllegalStateException("a pattern that was taken is none any more", e);
    }
  }

  private static Machine machine(JsonNode pattern) throws IOException {
    Machine machine = Machine.builder().build();
    machine.addRule(RULE, Json.write(pattern));
    return machine;
  }

  private static long combinations(JsonNode pattern) {
    long all = 1;
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      long ways = 1;
      if (isChoice(field)) {
        ways = field.getValue().valueStream().mapToLong(BodyPattern::combinations).sum();
      } else if (field.getValue().isObject()) {
        ways = combinations(field.getValue());
      }
      all = Math.min(all * ways, MOST_COMBINATIONS + 1L);
    }
    return all;
  }

  private static boolean isChoice(Map.Entry<String, JsonNode> field) {
    return field.getKey().equals("$or")
        && field.getValue().isArray()
        && field.getValue().valueStream().allMatch(JsonNode::isObject);
  }

  private static void addFields(JsonNode pattern, String path, Set<String> fields) {
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      if (isChoice(field)) {
        field.getValue().forEach(choice -> addFields(choice, path, fields));
      } else if (field.getValue().isObject()) {
        addFields(field.getValue(), path + "." + field.getKey(), fields);
      } else {
        fields.add(path + "." + field.getKey());
      }
    }
  }

  /**
   * Whether a body, as it was sent, is what this is for; only objects are. A body with so many
   * arrays that the matcher would take long for it is not judged, and passes.
   */
  boolean matches(byte[] body) {
    try {
      JsonNode document = Json.parse(body);
      return document.isObject()
          && (tries(document) > MOST_TRIES || !machine.rulesForJSONEvent(document).isEmpty());
    } catch (Problem noDocument) {
      return false;
    }
  }

  private long tries(JsonNode document) {
    Map<String, Integer> values = new HashMap<>();
    countValues(document, "", values);
    long tries = 1;
    for (String field : fields) {
      tries = Math.min(tries * values.getOrDefault(field, 1), MOST_TRIES + 1L);
    }
    return tries;
  }

  /** Counts values by the names that lead to them; elements of an array have the same. */
  private static void countValues(JsonNode value, String path, Map<String, Integer> counts) {
    if (value.isArray()) {
      value.forEach(element -> countValues(element, path, counts));
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(field -> countValues(field.getValue(), path + "." + field.getKey(), counts));
    } else {
      counts.merge(path, 1, Integer::sum);
    }
  }
}
