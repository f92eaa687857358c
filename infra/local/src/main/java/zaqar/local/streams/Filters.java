package zaqar.local.streams;

import java.io.IOException;
import java.util.List;
import software.amazon.event.ruler.Machine;
import zaqar.local.failure.CannotStart;

/** Tells which records a function wants to see. */
final class Filters {
  private final Machine machine = Machine.builder().build();

  /**
   * Takes patterns in JSON; without any, every record is wanted.
   *
   * @throws CannotStart for a pattern that is none
   */
  Filters(List<String> patterns) {
    for (String pattern : patterns) {
      try {
        machine.addRule(pattern, pattern);
      } catch (IOException e) {
        throw new CannotStart("template.yaml: no filter pattern: " + pattern, e);
      }
    }
  }

  boolean pass(Change change) {
    return machine.isEmpty() || !machine.rulesForJSONEvent(change.json()).isEmpty();
  }
}
