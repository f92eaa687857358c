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

  /**
   * How far the head of a shard has come (design 4.5). Every message before {@code from} was gone,
   * claimed or delayed when the cursor passed it, and one that can come back is covered by a {@link
   * Recheck}. A cursor only moves forward.
   *
   * @param from where the search for available messages begins; {@link Ulid#MIN} if nothing is
   *     passed
   * @param delayedUntil until then some of what lies before may be delayed rather than claimed
   */
  public record Cursor(Ulid from, Instant delayedUntil) {
    /** Has passed nothing. */
    static final Cursor START = new Cursor(Ulid.MIN, Instant.EPOCH);
  }

  /**
   * A range of ids behind a cursor that has to be looked at again from some time on, since a
   * message in it may be available then (design 4.5). Rechecks are added, and removed by who has
   * looked; they are never changed.
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
}
