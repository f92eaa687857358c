// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import zaqar.check.history.Event;

/** A way to break a promise. It reports what was surely broken, and nothing else. */
@FunctionalInterface
interface Rule {
  void check(Facts facts, Consumer<Violation> violations);

  /** A violation that these acts prove, each told once, in the order of their starts. */
  static Violation violation(Violation.Kind kind, String text, @Nullable Act... proof) {
    return new Violation(
        kind,
        text,
        Arrays.stream(proof)
            .filter(Objects::nonNull)
            .map(Act::event)
            .distinct()
            .sorted(Comparator.comparingLong(Event::start))
            .toList());
  }
}
