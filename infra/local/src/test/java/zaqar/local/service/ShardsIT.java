// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zaqar.check.history.Event;
import zaqar.check.history.HistoryFile;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.check.rule.Violation;

/**
 * What shards are for: a partition of the store takes so many units a second and no more, and a
 * queue with more shards takes more. Partitions are a tenth as strong here as DynamoDB's, or less,
 * so that they are what is in short supply.
 */
@Timeout(600)
class ShardsIT {
  private static final boolean LONG = Boolean.getBoolean("zaqar.long");
  private static final int CLIENTS = 200;
  private static final int SHARDS = 8;
  private static final double GAIN = 6;

  private static final long SEED = Long.getLong("zaqar.seed", 20_261_123L);
  private static final Duration TIME = Duration.ofSeconds(LONG ? 60 : 4);

  /** Units a second that a partition takes of posts; DynamoDB Local is to be faster by far. */
  private static final double FOR_POSTS = LONG ? 100 : 30;

  /** The same for claims: of conditional statements, DynamoDB Local manages fewer. */
  private static final double FOR_CLAIMS = LONG ? 40 : 20;

  private static final Tolerance TOLERANCE =
      new Tolerance(
          Duration.ofSeconds(20), Duration.ofSeconds(4), Duration.ofMillis(1), false, false);

  private static void assertKept(Crowd crowd) throws IOException {
    List<Event> events = crowd.events();
    List<Violation> violations = new Checker(TOLERANCE).check(events);
    if (!violations.isEmpty()) {
      HistoryFile.write(Path.of("target", "shards.history"), events);
    }
    assertThat(violations).as("seed %s, history in target", SEED).isEmpty();
    assertThat(events)
        .filteredOn(event -> event.answer() != null)
        .extracting(event -> event.answer().status())
        .isSubsetOf(200, 201, 204, 503);
  }

  private static Crowd.Throughput posting(int shards) throws Exception {
    try (Crowd crowd = new Crowd(shards, FOR_POSTS, SEED).producers(CLIENTS).observers(4)) {
      Crowd.Throughput throughput = crowd.measure(TIME, Crowd::posted);
      System.out.println("posting to " + shards + ": " + throughput);
      assertKept(crowd);
      return throughput;
    }
  }

  private static Crowd.Throughput claiming(int shards) throws Exception {
    int enough = (int) (shards * FOR_CLAIMS * (TIME.toSeconds() + 10));
    try (Crowd crowd = new Crowd(shards, FOR_CLAIMS, SEED).filled(enough).workers(CLIENTS)) {
      Crowd.Throughput throughput = crowd.measure(TIME, Crowd::worked);
      System.out.println("claiming from " + shards + ": " + throughput);
      assertKept(crowd);
      return throughput;
    }
  }

  @Test
  void shards_takeMorePosts() throws Exception {
    Crowd.Throughput one = posting(1);
    Crowd.Throughput many = posting(SHARDS);

    assertThat(one.units()).isBetween(0.8 * FOR_POSTS, 1.1 * FOR_POSTS);
    assertThat(many.units()).isGreaterThan(GAIN * one.units());
    assertThat(many.messages()).isGreaterThan(GAIN * one.messages());
  }

  /** With fewer at each shard, less is tried in vain: messages grow by more than units do. */
  @Test
  void shards_takeMoreClaims() throws Exception {
    Crowd.Throughput one = claiming(1);
    Crowd.Throughput many = claiming(SHARDS);

    assertThat(one.units()).isBetween(0.5 * FOR_CLAIMS, 1.1 * FOR_CLAIMS);
    assertThat(many.messages()).isGreaterThan(GAIN * one.messages());
  }
}
