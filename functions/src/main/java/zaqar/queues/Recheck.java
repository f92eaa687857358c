// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Instant;

/**
 * A range of ids behind a cursor that has to be looked at again from some time on, since a message
 * in it may be available then (design 4.5). Rechecks are added, and removed by who has looked; they
 * are never changed.
 *
 * @param key the item's sort key, which is never used twice
 * @param at when it is due; {@link #AT_ONCE} for what has been released
 */
public record Recheck(String key, IdRange range, Instant at) {
  /** Due for everybody, whatever he takes the time for. */
  public static final Instant AT_ONCE = Instant.EPOCH;

  /** A recheck to be added. */
  public record Planned(IdRange range, Instant at) {}
}
