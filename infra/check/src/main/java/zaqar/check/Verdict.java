// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import zaqar.check.rule.Violation;

/** What was found, in words. */
record Verdict(Summary summary, Map<Violation.Kind, Integer> broken) {
  static Verdict of(Summary summary, List<Violation> violations) {
    Map<Violation.Kind, Integer> broken = new EnumMap<>(Violation.Kind.class);
    violations.forEach(violation -> broken.merge(violation.kind(), 1, Integer::sum));
    return new Verdict(summary, broken);
  }

  @Override
  public String toString() {
    if (!broken.isEmpty()) {
      return "BROKEN:"
          + broken.entrySet().stream()
              .map(kind -> line(kind.getValue(), kind.getKey()))
              .collect(Collectors.joining());
    }
    return summary.acknowledged() == 0
        ? "Nothing is broken, and nothing is proven: no message was acknowledged."
        : "All promises were kept.";
  }

  private static String line(int count, Violation.Kind kind) {
    return String.format(Locale.ROOT, "%n  %5d x %s", count, words(kind));
  }

  private static String words(Violation.Kind kind) {
    return switch (kind) {
      case LOST -> "LOST: an acknowledged message is missing, and nobody may have removed it";
      case DOUBLED -> "DOUBLED: a message is there twice, or two are one, or one was popped twice";
      case DELIVERED_AFTER_DELETE ->
          "DELIVERED_AFTER_DELETE: a message was delivered after it was gone";
      case CLAIMED_WHILE_CLAIMED ->
          "CLAIMED_WHILE_CLAIMED: a message was delivered or shown as free while a claim held it";
      case EARLY -> "EARLY: a message was delivered before its delay was over";
      case EXPIRED -> "EXPIRED: a message was delivered after its ttl was over";
      case LOCKED -> "LOCKED: a message was there, and who asked for more than he got got it not";
      case WAITING -> "WAITING: a message was there, and was passed over by all who asked";
      case OUT_OF_ORDER -> "OUT_OF_ORDER: a later message came before an earlier one";
      case MISSED -> "MISSED: an observer came to the end without a message that was there";
      case REPEATED -> "REPEATED: an observer got a message twice";
      case FAULT -> "FAULT: an answer is none of those that the API knows";
    };
  }
}
