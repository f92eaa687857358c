// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import zaqar.deadline.Deadline;
import zaqar.dynamodb.Platform;
import zaqar.meter.Meter;

/**
 * Waits for messages where a client prefers that to an empty answer (contract 2.10): it looks again
 * about once a second, each time as if the request had just come, until something is found or the
 * time is over, or the longest that the settings allow. Nothing but a thread is held meanwhile.
 */
public record LongPolling(Platform platform) {
  /** Chance takes up to half of it off, so that those who began together look apart. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1200);

  /** What a request has left for its last look, and for what that finds. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  /** Of the wait that a client asks for, what it gets; empty if nobody may wait. */
  public Optional<Duration> granted(Optional<Duration> asked) {
    Duration most = platform.settings().longPoll();
    return asked
        .filter(wait -> most.isPositive())
        .map(wait -> wait.compareTo(most) < 0 ? wait : most);
  }

  /**
   * How long a request may take in all that asks for a wait.
   *
   * @param usual how long it may take if it does not wait
   */
  public Duration limit(Optional<Duration> asked, Duration usual) {
    return granted(asked)
        .map(wait -> wait.plus(LAST_LOOK))
        .filter(limit -> limit.compareTo(usual) > 0)
        .orElse(usual);
  }

  /**
   * Looks, and looks again while that finds nothing and the wait is not over. What a look throws
   * ends the wait: a client that is told of a fault comes back more slowly.
   */
  public <T> T until(Predicate<T> isSomething, Optional<Duration> wait, Supplier<T> look) {
    Instant end = platform.clock().instant().plus(wait.orElse(Duration.ZERO));
    while (true) {
      T found = look.get();
      Duration left = Duration.between(platform.clock().instant(), end);
      if (isSomething.test(found) || !left.isPositive() || Deadline.isOver()) {
        return found;
      }
      Instant begin = platform.clock().instant();
      if (left.compareTo(BETWEEN_LOOKS) > 0) {
        platform.sleepAbout(BETWEEN_LOOKS);
      } else {
        platform.pause().sleep(left);
      }
      Meter.current().waited(Duration.between(begin, platform.clock().instant()));
    }
  }
}
