// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import java.util.List;
import java.util.stream.Collectors;
import zaqar.check.history.Event;

/**
 * A promise that was broken.
 *
 * @param text what happened, in one sentence
 * @param events those that prove it
 */
public record Violation(Kind kind, String text, List<Event> events) {
  /** Which promise. */
  public enum Kind {
    /** An acknowledged message is missing, and nobody may have removed it. */
    LOST,
    /** A message is there twice, or two messages are one, or one was popped twice. */
    DOUBLED,
    /** A message was delivered after it was gone. */
    DELIVERED_AFTER_DELETE,
    /** A message was claimed, popped or shown as free while a claim held it. */
    CLAIMED_WHILE_CLAIMED,
    /** A message was delivered before its delay was over. */
    EARLY,
    /** A message was delivered after its ttl was over. */
    EXPIRED,
    /** A message was there to be taken, and who asked for more than he got did not get it. */
    LOCKED,
    /** A message was there to be taken, and those who asked were given nothing, or younger ones. */
    WAITING,
    /** A later message came before an earlier one. */
    OUT_OF_ORDER,
    /** An observer came to the end of the queue without a message that was there. */
    MISSED,
    /** An observer got a message twice. */
    REPEATED,
    /** An answer is none of those that the API knows. */
    FAULT
  }

  public Violation {
    events = List.copyOf(events);
  }

  @Override
  public String toString() {
    return events.stream()
        .map(event -> "\n    " + event)
        .collect(Collectors.joining("", kind + ": " + text, ""));
  }
}
