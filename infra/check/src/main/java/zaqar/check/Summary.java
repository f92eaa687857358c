// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import java.util.List;
import java.util.Locale;
import zaqar.check.history.Event;
import zaqar.check.wire.Answer;

/**
 * What a history amounts to.
 *
 * @param acknowledged messages that were posted, and answered for
 * @param read messages on pages of lists
 * @param delivered messages in claims and pops
 * @param seconds from the beginning to the last answer
 */
public record Summary(
    long acknowledged,
    long read,
    long delivered,
    long requests,
    long unavailable,
    long unanswered,
    double seconds) {
  private static final int UNAVAILABLE = 503;
  private static final int CREATED = 201;
  private static final double SECOND = 1e9;

  /** Sums up. */
  public static Summary of(List<Event> events) {
    long acknowledged = 0;
    long read = 0;
    long delivered = 0;
    long unavailable = 0;
    long unanswered = 0;
    long last = 1;
    for (Event event : events) {
      Answer answer = event.answer();
      if (answer == null) {
        unanswered++;
        continue;
      }
      last = Math.max(last, event.end());
      unavailable += answer.status() == UNAVAILABLE ? 1 : 0;
      acknowledged += answer.status() == CREATED ? answer.json().path("resources").size() : 0;
      int messages = answer.succeeded() ? answer.json().path("messages").size() : 0;
      boolean isList = event.call().method().equals("GET");
      read += isList ? messages : 0;
      delivered += isList ? 0 : messages;
    }
    return new Summary(
        acknowledged, read, delivered, events.size(), unavailable, unanswered, last / SECOND);
  }

  /** Two lines for a person. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d messages acknowledged (%.0f a second), %d delivered (%.0f a second), %d read%n"
            + "%d requests in %.1f s (%.0f a second): %d answered 503, %d not answered",
        acknowledged,
        acknowledged / seconds,
        delivered,
        delivered / seconds,
        read,
        requests,
        seconds,
        requests / seconds,
        unavailable,
        unanswered);
  }
}
