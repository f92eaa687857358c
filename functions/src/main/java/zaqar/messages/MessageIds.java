// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import zaqar.dynamodb.TimeBounds;

/**
 * Makes ids: never older than the store's clock is, and later than every id it made before and than
 * the newest one in the shard, so that a producer is read back in posting order (P5). Steps are
 * random, so that nobody guesses a neighbour's id, and wide, so that a batch spreads over its
 * millisecond and those who compete for it find places of their own.
 */
public final class MessageIds {
  private static final int STEP_BOUND = 64;

  private final Supplier<TimeBounds> time;
  private final RandomGenerator random;
  private Ulid last = Ulid.MIN;

  /** Starts after whatever the time is; nothing is kept from an earlier life of this process. */
  public MessageIds(Supplier<TimeBounds> time, RandomGenerator random) {
    this.time = time;
    this.random = random;
  }

  /**
   * Ids in order, all after {@code newest}.
   *
   * @param newest the newest id in the shard; {@link Ulid#MIN} if there is none
   */
  public synchronized List<Ulid> next(int count, Ulid newest) {
    long now = Ulid.min(time.get().latest().toEpochMilli()).getMostSignificantBits();
    Ulid id = new Ulid(now | (random.nextLong() & 0xffffL), random.nextLong());
    Ulid previous = newest.compareTo(last) > 0 ? newest : last;
    List<Ulid> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      id = id.compareTo(previous) > 0 ? id : step(previous);
      ids.add(id);
      previous = id;
    }
    last = previous;
    return ids;
  }

  private Ulid step(Ulid previous) {
    long low = previous.getLeastSignificantBits() + (random.nextLong() | 1);
    boolean carry = Long.compareUnsigned(low, previous.getLeastSignificantBits()) < 0;
    long high = (long) random.nextInt(STEP_BOUND) + (carry ? 1 : 0);
    return new Ulid(previous.getMostSignificantBits() + high, low);
  }
}
