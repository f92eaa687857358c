package zaqar.local.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * When to kill what, drawn from a seed: every target at least once, and then a time of peace, in
 * which growth would show.
 *
 * @param rest the longest time between two posts of a producer
 */
record Plan(long seed, List<Kill> kills, Duration peace, Duration rest) {
  /** A kill and what follows take so long on average. */
  private static final Duration ABOUT = Duration.ofSeconds(23);

  private static final Duration WHILE_THE_STORE_STARTS = Duration.ofMillis(1500);

  /** What is killed: one of the two, or the runtime while its store comes back. */
  enum Target {
    STORE,
    RUNTIME,
    STORE_THEN_RUNTIME
  }

  /**
   * One kill.
   *
   * @param pause from the moment when everything is back from the one before
   * @param later how long after its store the runtime is killed, if both are
   */
  record Kill(Target target, Duration pause, Duration later) {}

  Plan {
    kills = List.copyOf(kills);
  }

  /** Each target once under much load, in half a minute. */
  static Plan brief(long seed) {
    return new Plan(
        seed,
        kills(seed, 3, Duration.ofSeconds(2), Duration.ofSeconds(4)),
        Duration.ofSeconds(3),
        Duration.ofMillis(300));
  }

  /** Kills every ten to thirty seconds for two fifths of the time, then peace. */
  static Plan lasting(long seed, Duration length) {
    Duration war = length.multipliedBy(2).dividedBy(5);
    int count = Math.max(3, (int) war.dividedBy(ABOUT));
    return new Plan(
        seed,
        kills(seed, count, Duration.ofSeconds(10), Duration.ofSeconds(30)),
        length.minus(war),
        Duration.ofSeconds(1));
  }

  private static List<Kill> kills(long seed, int count, Duration shortest, Duration longest) {
    Random random = new Random(seed);
    List<Target> first = new ArrayList<>(List.of(Target.values()));
    Collections.shuffle(first, random);
    List<Kill> kills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Target target = first.get(i < first.size() ? i : random.nextInt(first.size()));
      Duration pause = between(shortest, longest, random);
      kills.add(new Kill(target, pause, between(Duration.ZERO, WHILE_THE_STORE_STARTS, random)));
    }
    return kills;
  }

  private static Duration between(Duration shortest, Duration longest, Random random) {
    return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
  }
}
