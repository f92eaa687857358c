// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import zaqar.check.history.Event;
import zaqar.check.rule.Violation.Kind;

/**
 * Messages that could be taken and were not, though somebody asked for messages all the time. A
 * claim or pop passes a message over if it gets nothing, or younger messages alone. Two of them
 * prove that a message waited: the first began when it could be taken already, the second more than
 * the tolerance after the first was answered, no other in between got an older message, and nothing
 * held this one. While older ones are handed out, it is not its turn: those who compete may begin
 * further off.
 *
 * <p>A claim that was not answered may have held any message, but no more than it asked for:
 * messages that only such claims can explain did wait if there are too many of them, and then all
 * are named. What was posted at about the same time has no order here, since clocks differ.
 */
final class Waiting implements Rule {
  private static final int MOST_NAMED = 20;

  /** Messages whose ages differ by less may be told differently by two clocks. */
  private static final long SAME_AGE = Times.SECOND;

  /**
   * A claim or pop that was answered.
   *
   * @param oldest it passes over what was acknowledged before; messages of an unknown age are old
   */
  private record Taken(Act.Take take, long oldest) {}

  /**
   * Two that prove something.
   *
   * @param oldest what was acknowledged before is passed over by both, and by all in between
   */
  private record Pair(Taken first, Taken second, long oldest) {
    boolean passOver(Availability message) {
      return message.from() < first.take().start()
          && message.until() > second.take().end()
          && message.life().acknowledged() < oldest;
    }
  }

  @Override
  public void check(Facts facts, Consumer<Violation> violations) {
    List<Availability> coming = Availability.all(facts, Duration.ZERO);
    List<Availability> there = new ArrayList<>();
    int next = 0;
    for (Pair pair : pairs(facts)) {
      while (next < coming.size() && coming.get(next).from() < pair.first().take().start()) {
        there.add(coming.get(next++));
      }
      there.removeIf(message -> message.until() <= pair.second().take().start());
      List<Availability> waiting = there.stream().filter(pair::passOver).toList();
      int held = waiting.isEmpty() ? 0 : mayHold(facts, pair);
      if (waiting.size() > held) {
        violations.accept(violation(pair, waiting, held));
        there.removeAll(waiting);
      }
    }
  }

  /** For each claim or pop, the latest that was answered long enough before it began. */
  private static List<Pair> pairs(Facts facts) {
    List<Taken> taken =
        facts.of(Act.Take.class).stream()
            .filter(take -> take.event().succeeded())
            .map(take -> new Taken(take, oldest(facts, take)))
            .toList();
    long tolerance = facts.tolerance().waiting().toNanos();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      long latest = taken.get(i).take().start() - tolerance;
      long oldest = taken.get(i).oldest();
      int first = i;
      while (first >= 0 && taken.get(first).take().end() >= latest) {
        oldest = Math.min(oldest, taken.get(first).oldest());
        first--;
      }
      if (first >= 0) {
        oldest = Math.min(oldest, taken.get(first).oldest());
        pairs.add(new Pair(taken.get(first), taken.get(i), oldest));
      }
    }
    return pairs;
  }

  private static long oldest(Facts facts, Act.Take take) {
    return facts.lives().in(take).stream().mapToLong(Life::begun).min().orElse(Event.NEVER)
        - SAME_AGE;
  }

  /** How many messages claims may have held between the two without having told. */
  private static int mayHold(Facts facts, Pair pair) {
    return facts.holds().untold().stream()
        .filter(untold -> untold.claim().start() < pair.second().take().end())
        .filter(untold -> untold.until() > pair.first().take().start())
        .mapToInt(Holds.Untold::messages)
        .sum();
  }

  private static Violation violation(Pair pair, List<Availability> waiting, int held) {
    String names =
        waiting.stream()
            .limit(MOST_NAMED)
            .map(message -> message.life() + " since " + Times.text(message.from()))
            .collect(Collectors.joining(", "));
    Availability longest =
        waiting.stream().min(Comparator.comparingLong(Availability::from)).orElseThrow();
    Stream<Act> proof = Stream.of(pair.first().take(), pair.second().take());
    return Rule.violation(
        Kind.WAITING,
        String.format(
            Locale.ROOT,
            "%d messages were there and passed over, and claims may hold %d of them: %s",
            waiting.size(),
            held,
            names),
        Stream.concat(Stream.ofNullable(longest.life().post()), proof).toArray(Act[]::new));
  }
}
