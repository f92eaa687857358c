// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import zaqar.check.history.Event;

/**
 * When the runtime was away. Requests may get no answer then, or a 503. At any other time a 503
 * must be the end of a long wait.
 */
final class Outages {
  private static final int UNAVAILABLE = 503;

  /** How long requests may be slow after a start. */
  private static final Duration ECHO = Duration.ofSeconds(2);

  /** How long a request may take: the functions end it after 17 s. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** The functions give up after two seconds for a post, and after three for anything else. */
  private static final Duration LONG_WAIT = Duration.ofSeconds(2);

  private final List<Outage> outages = new CopyOnWriteArrayList<>();

  /**
   * One of them, by the clock of a history.
   *
   * @param to when everything was back
   */
  private record Outage(long from, long to) {
    boolean explainsUnavailable(Event event) {
      return event.start() <= to + ECHO.toNanos() && event.end() >= from;
    }

    boolean explainsSilence(Event event) {
      return event.start() <= to && event.start() >= from - LONGEST.toNanos();
    }
  }

  void add(long from, long to) {
    outages.add(new Outage(from, to));
  }

  /** The failures in a history that no outage explains. */
  List<Event> outside(List<Event> history) {
    return history.stream().filter(Outages::isFailure).filter(this::isOutside).toList();
  }

  /** The failures in a history that nothing explains. */
  List<Event> unexplained(List<Event> history) {
    return outside(history).stream().filter(event -> !isLongWait(event)).toList();
  }

  private static boolean isFailure(Event event) {
    return event.answer() == null || event.answer().status() == UNAVAILABLE;
  }

  private boolean isOutside(Event event) {
    return outages.stream()
        .noneMatch(
            outage ->
                event.answer() == null
                    ? outage.explainsSilence(event)
                    : outage.explainsUnavailable(event));
  }

  private static boolean isLongWait(Event event) {
    return event.answer() != null && event.end() - event.start() >= LONG_WAIT.toNanos();
  }

  /** How long it was away, in all. */
  Duration sum() {
    return Duration.ofNanos(outages.stream().mapToLong(outage -> outage.to - outage.from).sum());
  }
}
