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
    int producers,
    int observers,
    int workers,
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
          4,
          2,
          8,
          "{}",
          Posting.USUAL,
          Work.USUAL,
          Ways.WITHOUT_LAPSES,
          null,
          Duration.ofSeconds(20),
          1);

  public LoadSettings {
    if (Math.min(producers, Math.min(observers, workers)) < 0 || time.isNegative()) {
      throw new IllegalArgumentException("less than nobody, or less than no time");
    }
  }

  /** The same with so many of each role. */
  public LoadSettings roles(int newProducers, int newObservers, int newWorkers) {
    return new LoadSettings(
        newProducers, newObservers, newWorkers, metadata, posting, work, ways, chores, time, seed);
  }

  /** The same for another time, with other choices. */
  public LoadSettings lasting(Duration newTime, long newSeed) {
    return new LoadSettings(
        producers, observers, workers, metadata, posting, work, ways, chores, newTime, newSeed);
  }

  /**
   * The same with such claims. Short ones are left to lapse at times; for long ones the drain would
   * have to wait too long.
   */
  public LoadSettings claiming(Duration ttl, Duration grace) {
    return new LoadSettings(
        producers,
        observers,
        workers,
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
    return new LoadSettings(
        producers, observers, workers, metadata, newPosting, work, ways, chores, time, seed);
  }

  /** The same with messages that are delayed up to so long. */
  public LoadSettings delaying(Duration longest) {
    return new LoadSettings(
        producers,
        observers,
        workers,
        "{\"_default_message_delay\": 1}",
        posting.delayed(longest),
        work,
        ways,
        chores,
        time,
        seed);
  }

  /** The same with an admin. */
  public LoadSettings with(Chores newChores) {
    return new LoadSettings(
        producers, observers, workers, metadata, posting, work, ways, newChores, time, seed);
  }
}
