// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import zaqar.check.LoadSettings;
import zaqar.check.history.Event;
import zaqar.check.role.Posting;
import zaqar.check.role.Ways;
import zaqar.check.role.Work;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.store.misbehaviour.Misbehaviour;

/**
 * What shards are for: a partition of the store takes so many units a second and no more, and a
 * queue with more shards takes more. Many clients share a queue for some seconds of virtual time,
 * at partitions a twentieth as strong as DynamoDB's, so that they are what is scarce.
 */
class ShardsIT {
  private static final long SEED = Long.getLong("zaqar.seed", 20_261_123L);
  private static final Duration TIME = Duration.ofSeconds(7);

  /** Those who claim find a queue that producers have filled by then. */
  private static final Duration WARM_UP = Duration.ofMillis(3500);

  private static final int UNITS = 50;
  private static final int CLIENTS = 24;
  private static final int INSTANCES = 10;
  private static final int FILLERS_OF_A_SHARD = 4;
  private static final int POSTS_OF_A_FILLER = 12;
  private static final int SHARDS = 8;
  private static final double GAIN = 5;

  /** At a shard that takes no more, messages wait for as long as it takes. */
  private static final Tolerance TOLERANCE =
      new Tolerance(
              Duration.ofSeconds(20), Duration.ofSeconds(4), Duration.ofMillis(1), false, false)
          .waiting(Duration.ofMinutes(1));

  /** How many messages went through in a second, after a while for clients to get used to it. */
  private static double throughput(
      int shards, LoadSettings.Cast cast, Posting posting, ToLongFunction<Event> counted) {
    LoadSettings settings =
        new LoadSettings(
            cast,
            "{\"_shards\": %d}".formatted(shards),
            posting,
            Work.USUAL,
            Ways.DELETE_ALL,
            null,
            TIME,
            SEED);
    World.Weather weather =
        new World.Weather(
            INSTANCES,
            Duration.ZERO,
            Misbehaviour.NONE.withPartitionsOf(UNITS),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            Duration.ofSeconds(20));
    Scenario scenario = new Scenario(settings, Duration.ofSeconds(1), weather, TOLERANCE);
    List<Event> events = new Day(scenario).play().events();

    assertThat(new Checker(TOLERANCE).check(events)).isEmpty();
    assertThat(events)
        .filteredOn(event -> event.answer() != null)
        .extracting(event -> event.answer().status())
        .isSubsetOf(200, 201, 204, 503);
    long messages =
        events.stream()
            .filter(Event::succeeded)
            .filter(event -> event.end() > WARM_UP.toNanos() && event.end() < TIME.toNanos())
            .mapToLong(counted)
            .sum();
    return messages * 1000.0 / TIME.minus(WARM_UP).toMillis();
  }

  private static double posted(int shards) {
    LoadSettings.Cast cast = new LoadSettings.Cast(CLIENTS, 4, 0, 0, 0);
    return throughput(shards, cast, Posting.USUAL.hurried(), ShardsIT::posted);
  }

  private static long posted(Event event) {
    return isFor(event, "POST", "/messages") ? event.answer().json().path("resources").size() : 0;
  }

  private static double claimed(int shards) {
    LoadSettings.Cast cast = new LoadSettings.Cast(shards * FILLERS_OF_A_SHARD, 0, 0, CLIENTS, 0);
    Posting enough = Posting.USUAL.hurried().times(POSTS_OF_A_FILLER);
    return throughput(shards, cast, enough, ShardsIT::claimed);
  }

  private static long claimed(Event event) {
    return isFor(event, "POST", "/claims") ? event.answer().json().path("messages").size() : 0;
  }

  private static boolean isFor(Event event, String method, String path) {
    return event.call().method().equals(method) && event.call().path().contains(path);
  }

  /** What comes too late for its request is stored, and not counted. */
  @Test
  void shards_takeMorePosts() {
    double one = posted(1);
    double many = posted(SHARDS);
    System.out.printf("posted a second: %.1f to one shard, %.1f to %d%n", one, many, SHARDS);

    assertThat(one).isBetween(0.3 * UNITS, 1.1 * UNITS);
    assertThat(many).isGreaterThan(GAIN * one);
  }

  /** Each message takes a unit for its claim and one for its end. */
  @Test
  void shards_takeMoreClaims() {
    double one = claimed(1);
    double many = claimed(SHARDS);
    System.out.printf("claimed a second: %.1f from one shard, %.1f from %d%n", one, many, SHARDS);

    assertThat(one).isBetween(0.1 * UNITS, 0.55 * UNITS);
    assertThat(many).isGreaterThan(GAIN * one);
  }
}
