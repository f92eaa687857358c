// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import zaqar.check.LoadSettings;
import zaqar.check.role.Chores;
import zaqar.check.role.Posting;
import zaqar.check.role.Ways;
import zaqar.check.role.Work;
import zaqar.check.rule.Tolerance;
import zaqar.store.misbehaviour.Hazard;
import zaqar.store.misbehaviour.Misbehaviour;

/**
 * What a day is like. Each seed makes another one: most things are left out of most days, so that
 * none hides what another would show.
 *
 * @param idle how long a reader rests at the end of the queue
 */
record Scenario(LoadSettings settings, Duration idle, World.Weather weather, Tolerance tolerance) {
  private static final Duration APART = Duration.ofMillis(900);

  /** For as long as a gateway waits, or nearly so. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The largest share of calls, or items, that a hazard befalls. Most shares are far smaller. */
  private static final double MOST = 0.1;

  /** A message that somebody polls for is there within seconds, whatever fails. */
  private static final Tolerance BAD =
      new Tolerance(
          Duration.ofSeconds(30),
          Duration.ofSeconds(4),
          Duration.ofMillis(1),
          false,
          false,
          Duration.ofSeconds(6));

  /** Nothing fails, and clocks differ. */
  private static final Tolerance FAIR =
      new Tolerance(
          Duration.ofSeconds(5),
          Duration.ofMillis(2500),
          Duration.ofMillis(1),
          true,
          false,
          Duration.ofSeconds(3));

  /** Half a minute in which much happens, or some minutes of less. */
  static Scenario shortDay(long seed) {
    Random random = new Random(seed);
    boolean isFair = random.nextInt(4) == 0;
    boolean isSlow = !isFair && random.nextInt(4) == 0;
    LoadSettings settings = settings(seed, random, isSlow);
    World.Weather weather = isFair ? fair(random) : bad(random, isSlow);
    Tolerance tolerance = isFair ? FAIR : BAD;
    boolean isDivided = settings.metadata().contains("_shards");
    Duration idle = Duration.ofMillis(random.nextInt(100, isSlow ? 3000 : 1000));
    return new Scenario(settings, idle, weather, isDivided ? tolerance.forShards() : tolerance);
  }

  /** A day and a night in which little happens at a time. */
  static Scenario wholeDay(long seed) {
    Random random = new Random(seed);
    Duration minute = Duration.ofMinutes(1);
    Work work =
        new Work(
            minute.multipliedBy(20),
            minute.multipliedBy(5),
            20,
            minute.multipliedBy(15),
            Integer.MAX_VALUE,
            false);
    Posting posting =
        new Posting(20, 100, Duration.ofHours(6), minute.multipliedBy(30))
            .someBrief(minute.multipliedBy(30))
            .delayed(minute.multipliedBy(15));
    String metadata = "{\"_default_message_delay\":1}";
    LoadSettings settings =
        new LoadSettings(
            new LoadSettings.Cast(2, 3, 1, 3, 1),
            metadata,
            posting,
            work,
            Ways.ALL,
            new Chores(metadata, 2, 1, 0, Duration.ofHours(8)),
            Duration.ofDays(1),
            seed);
    Misbehaviour store = misbehaviour(random).withTtlLag(Duration.ofHours(12));
    World.Weather weather =
        new World.Weather(
            4, APART, store, Duration.ofHours(1), Duration.ofHours(1), minute, 0.3, 0.01, PATIENCE);
    Tolerance tolerance =
        new Tolerance(minute.multipliedBy(2), BAD.lapse(), BAD.tick(), false, false, BAD.waiting());
    return new Scenario(settings, minute.multipliedBy(15), weather, tolerance);
  }

  private static LoadSettings settings(long seed, Random random, boolean isSlow) {
    Map<String, Integer> metadata = new TreeMap<>();
    if (random.nextInt(3) == 0) {
      metadata.put("_shards", 1 << random.nextInt(1, 4));
    }
    boolean delaysEach = random.nextInt(4) == 0;
    if (delaysEach || random.nextInt(4) == 0) {
      metadata.put("_default_message_delay", either(random, 1, 4, 8));
    }
    boolean isFull = random.nextInt(3) == 0;
    LoadSettings.Cast cast =
        new LoadSettings.Cast(
            random.nextInt(isFull ? 2 : 1, 4),
            random.nextInt(1, 5),
            random.nextInt(2),
            random.nextInt(isFull ? 3 : 1, 7),
            random.nextInt(3) / 2);
    Duration ttl = chosen(random, 2, 3, 5, isSlow || isFull ? 10 : 60);
    Duration pause = Duration.ofMillis(isSlow ? 1500 : 400);
    Posting posting =
        new Posting(isFull ? 20 : either(random, 2, 5, 12), 100, Duration.ofHours(1), pause)
            .someBrief(chosen(random, 0, 0, 4))
            .delayed(Duration.ofSeconds(delaysEach ? 5 : 0));
    Work work =
        new Work(
            ttl,
            chosen(random, 0, 1, 60),
            isFull ? 20 : 10,
            pause.multipliedBy(either(random, 1, isFull ? 5 : 1)),
            Integer.MAX_VALUE,
            false);
    Ways ways =
        new Ways(
            3,
            2,
            either(random, 2, 8),
            ttl.toSeconds() < 60 ? either(random, 1, 3) : 0,
            random.nextInt(3));
    String json =
        metadata.entrySet().stream()
            .map(each -> "\"%s\":%d".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
    return new LoadSettings(
        cast,
        json,
        posting,
        work,
        ways,
        random.nextInt(3) == 0
            ? new Chores(json, 2, 1, 0, chosen(random, isSlow ? 20 : 1, isSlow ? 20 : 3, 10))
            : null,
        Duration.ofSeconds(isSlow ? random.nextInt(60, 120) : random.nextInt(15, 30)),
        seed);
  }

  private static int either(Random random, int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Duration chosen(Random random, int... seconds) {
    return Duration.ofSeconds(seconds[random.nextInt(seconds.length)]);
  }

  private static World.Weather fair(Random random) {
    return new World.Weather(
        random.nextInt(1, 5),
        random.nextBoolean() ? APART : Duration.ZERO,
        Misbehaviour.NONE.withTtlLag(lag(random)),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        PATIENCE);
  }

  private static Duration lag(Random random) {
    return Duration.ofHours(random.nextInt(2) * 48L);
  }

  private static World.Weather bad(Random random, boolean isSlow) {
    return new World.Weather(
        random.nextInt(1, 6),
        random.nextBoolean() ? APART : Duration.ZERO,
        misbehaviour(random),
        chosen(random, 0, 10),
        chosen(random, isSlow ? 5 : 0, 2, 10),
        Duration.ofSeconds(isSlow ? 60 : 5),
        random.nextInt(2) * 0.3,
        random.nextInt(2) * 0.01,
        chosen(random, 2, 20, 20));
  }

  private static Misbehaviour misbehaviour(Random random) {
    Misbehaviour store =
        Misbehaviour.NONE
            .withTtlLag(lag(random))
            .ahead(chosen(random, 0, 0, -300, 3600))
            .delayingUpTo(chosen(random, 1, 2, 4))
            .withTransactionsUpTo(Duration.ofMillis(random.nextInt(2) * 30L));
    store = random.nextInt(3) == 0 ? store.throttlingPartitions() : store;
    for (Hazard hazard : Hazard.values()) {
      store =
          random.nextBoolean()
              ? store
              : store.with(hazard, MOST * Math.pow(random.nextDouble(), 3));
    }
    return store;
  }
}
