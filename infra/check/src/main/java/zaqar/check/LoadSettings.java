// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import zaqar.check.role.Chores;
import zaqar.check.role.Posting;
import zaqar.check.role.Ways;
import zaqar.check.role.Work;

/**
 * A load on one queue.
 *
 * @param metadata that the queue is created with, as JSON
 * @param chores of an admin; null for none
 * @param time for how long to load, before the drain
 */
public record LoadSettings(
    Cast cast,
    String metadata,
    Posting posting,
    Work work,
    Ways ways,
    @Nullable Chores chores,
    Duration time,
    long seed) {
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Four producers, two observers and eight workers for twenty seconds. */
  public static final LoadSettings USUAL =
      new LoadSettings(
          new Cast(4, 2, 0, 8, 0),
          "{}",
          Posting.USUAL,
          Work.USUAL,
          Ways.WITHOUT_LAPSES,
          null,
          Duration.ofSeconds(20),
          1);

  /**
   * How many there are of each role.
   *
   * @param observers who follow markers
   * @param readers who read from the start again and again
   * @param quitters workers who claim and never come back
   */
  public record Cast(int producers, int observers, int readers, int workers, int quitters) {
    public Cast {
      int least = Math.min(producers, Math.min(observers, workers));
      if (Math.min(least, Math.min(readers, quitters)) < 0) {
        throw new IllegalArgumentException("less than nobody");
      }
    }
  }

  public LoadSettings {
    if (time.isNegative()) {
      throw new IllegalArgumentException("less than no time");
    }
  }

  /** The same with so many of each role, and none of the others. */
  public LoadSettings roles(int producers, int observers, int workers) {
    return with(new Cast(producers, observers, 0, workers, 0));
  }

  /** The same with so many of each role. */
  public LoadSettings with(Cast newCast) {
    return new LoadSettings(newCast, metadata, posting, work, ways, chores, time, seed);
  }

  /** The same for another time, with other choices. */
  public LoadSettings lasting(Duration newTime, long newSeed) {
    return new LoadSettings(cast, metadata, posting, work, ways, chores, newTime, newSeed);
  }

  /**
   * The same with such claims. Short ones are left to lapse at times; for long ones the drain would
   * have to wait too long.
   */
  public LoadSettings claiming(Duration ttl, Duration grace) {
    return new LoadSettings(
        cast,
        metadata,
        posting,
        work.lasting(ttl, grace),
        ttl.compareTo(LONG) < 0 ? Ways.ALL : Ways.WITHOUT_LAPSES,
        chores,
        time,
        seed);
  }

  /** The same with producers that post so. */
  public LoadSettings with(Posting newPosting) {
    return new LoadSettings(cast, metadata, newPosting, work, ways, chores, time, seed);
  }

  /** The same with messages that are delayed up to so long. */
  public LoadSettings delaying(Duration longest) {
    return new LoadSettings(
        cast,
        "{\"_default_message_delay\": 1}",
        posting.delayed(longest),
        work,
        ways,
        chores,
        time,
        seed);
  }

  /** The same with a queue of this metadata, as JSON. */
  public LoadSettings describedBy(String newMetadata) {
    return new LoadSettings(cast, newMetadata, posting, work, ways, chores, time, seed);
  }

  /** The same with an admin. */
  public LoadSettings with(Chores newChores) {
    return new LoadSettings(cast, metadata, posting, work, ways, newChores, time, seed);
  }
}
