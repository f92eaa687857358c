package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes ids: later than every id it made before and than the newest one in the shard, whatever the
 * clock says, so that a producer is read back in posting order (P5). Steps are random, so that
 * nobody guesses a neighbour's id.
 */
public final class MessageIds {
  private static final long STEP_BOUND = 1L << 40;

  private final Clock clock;
  private final RandomGenerator random;
  private Ulid last = Ulid.MIN;

  /** Starts after whatever the clock says; nothing is kept from an earlier life of this process. */
  public MessageIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * Ids in order, all after {@code newest}.
   *
   * @param newest the newest id in the shard; {@link Ulid#MIN} if there is none
   */
  public synchronized List<Ulid> next(int count, Ulid newest) {
    Ulid id = clockId();
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

  /** One id after all that this process made. */
  public Ulid next() {
    return next(1, Ulid.MIN).getFirst();
  }

  private Ulid clockId() {
    Ulid floor = Ulid.min(clock.millis());
    return new Ulid(
        floor.getMostSignificantBits() | (random.nextLong() & 0xffffL), random.nextLong());
  }

  private Ulid step(Ulid previous) {
    long low = previous.getLeastSignificantBits() + 1 + random.nextLong(STEP_BOUND);
    boolean carry = Long.compareUnsigned(low, previous.getLeastSignificantBits()) < 0;
    return new Ulid(previous.getMostSignificantBits() + (carry ? 1 : 0), low);
  }
}
