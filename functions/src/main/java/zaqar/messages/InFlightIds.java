// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import zaqar.names.MessageId;

/**
 * Keeps the requests of one instance out of each other's way: a message that one of them tries to
 * take, no other tries; nor does one whose scan is older than that try, since what it saw may no
 * longer be so.
 */
final class InFlightIds {
  private static final long UNDER_WAY = Long.MAX_VALUE;

  private final Map<MessageId, Long> triedAt = new HashMap<>();
  private final TreeSet<Long> scans = new TreeSet<>();
  private long time;

  /** To be called before a scan is sent; the ticket goes into the other two. */
  synchronized long begin() {
    scans.add(++time);
    return time;
  }

  /** Whether nobody tries this message, or has tried it since the scan began. */
  synchronized boolean isFree(MessageId id, long ticket) {
    Long tried = triedAt.get(id);
    return tried == null || tried < ticket;
  }

  /** Takes a message that is free: until the end, nobody else may try it. */
  synchronized boolean take(MessageId id, long ticket) {
    boolean free = isFree(id, ticket);
    if (free) {
      triedAt.put(id, UNDER_WAY);
    }
    return free;
  }

  /** Ends a scan, and the tries of the messages it took. */
  synchronized void end(long ticket, Collection<MessageId> taken) {
    long now = ++time;
    taken.forEach(id -> triedAt.put(id, now));
    scans.remove(ticket);
    long oldest = scans.isEmpty() ? now + 1 : scans.first();
    if (!taken.isEmpty() || scans.isEmpty()) {
      triedAt.values().removeIf(tried -> tried < oldest);
    }
  }
}
