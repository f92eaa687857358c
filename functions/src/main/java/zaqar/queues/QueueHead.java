// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import java.util.List;

/**
 * Where the available messages of a queue are: behind the cursor of each shard, and in the ranges
 * that are due for a recheck.
 *
 * @param cursors one for each shard
 * @param rechecks the first of those that may be due, by time
 * @param isCut whether there may be more of these
 */
public record QueueHead(
    QueueState state, List<Cursor> cursors, List<Recheck> rechecks, boolean isCut) {
  public QueueHead {
    cursors = List.copyOf(cursors);
    rechecks = List.copyOf(rechecks);
  }

  /** Where to look for available messages in a shard, beside the rechecks. */
  public Ulid from(int shard, Instant now) {
    Ulid oldest = state.oldest(now);
    Ulid passed = cursors.get(shard).from();
    return passed.compareTo(oldest) > 0 ? passed : oldest;
  }

  /** Whether some of what a cursor has passed may be delayed rather than claimed. */
  public boolean hidesDelayed(Instant now) {
    return cursors.stream().anyMatch(cursor -> cursor.delayedUntil().isAfter(now));
  }

  /** The rechecks that are due. */
  public List<Recheck> due(Instant now) {
    return rechecks.stream().filter(recheck -> !recheck.at().isAfter(now)).toList();
  }
}
