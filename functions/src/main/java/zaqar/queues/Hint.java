package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the available messages of a shard begin: everything before {@code from} is claimed or
 * delayed until {@code until} at least, or gone for good (design 4.5).
 *
 * @param from null if nothing is known
 * @param delayed whether some of what lies before is delayed rather than claimed
 * @param version changes with every release and every new hint, so that a hint from an older scan
 *     is refused
 */
public record Hint(@Nullable Ulid from, Instant until, boolean delayed, long version) {
  /** Knows nothing. */
  static final Hint NONE = new Hint(null, Instant.EPOCH, false, 0);

  /**
   * Whether what the hint says may have ended, so that one request has to look from the start
   * again.
   */
  public boolean isStale(Instant now) {
    return from != null && !now.isBefore(until);
  }

  /** The hint after somebody has taken the right to rescan: nothing changed but the version. */
  public Hint taken() {
    return new Hint(from, until, delayed, version + 1);
  }
}
