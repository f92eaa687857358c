// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
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

  private static final String RULE = "filter";

  private final Machine machine;

  private BodyPattern(Machine machine) {
    this.machine = machine;
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
      return new BodyPattern(machine(pattern));
    } catch (IOException e) {
      throw new IllegalStateException("a pattern that was taken is none any more", e);
    }
  }

  private static Machine machine(JsonNode pattern) throws IOException {
    Machine machine = Machine.builder().build();
    machine.addRule(RULE, Json.write(pattern));
    return machine;
  }

  /** Whether a body, as it was sent, is what this is for; only objects are. */
  boolean matches(byte[] body) {
    try {
      JsonNode document = Json.parse(body);
      return document.isObject() && !machine.rulesForJSONEvent(document).isEmpty();
    } catch (Problem noDocument) {
      return false;
    }
  }
}
