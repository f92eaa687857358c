// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;

/**
 * How far the head of a shard has come (design 4.5). Every message before {@code from} was gone,
 * claimed or delayed when the cursor passed it, and one that can come back is covered by a {@link
 * Recheck}. A cursor only moves forward.
 *
 * @param from where the search for available messages begins; {@link Ulid#MIN} if nothing is passed
 * @param delayedUntil until then some of what lies before may be delayed rather than claimed
 */
public record Cursor(Ulid from, Instant delayedUntil) {
  /** Has passed nothing. */
  static final Cursor START = new Cursor(Ulid.MIN, Instant.EPOCH);
}
