// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.store.misbehaviour.Misbehaviour;

/** How soon messages are free again when their claim has lapsed, to the millisecond. */
class ReturnIT {
  private static final World.Weather CALM =
      new World.Weather(
          1,
          Duration.ZERO,
          Misbehaviour.NONE,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          0,
          0,
          Duration.ofSeconds(20));
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration ROUND_TRIP = Duration.ofMillis(50);
  private static final int CREATED = 201;

  private final Simulator simulator = new Simulator(1, Instant.parse("2026-11-29T00:00:00Z"));
  private final World world = new World(simulator, CALM, 1);

  private void play(Runnable script) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Simulator.Machine client = simulator.new Machine();
    client.start(
        () -> {
          try {
            script.run();
            end.complete(null);
          } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
          } finally {
            world.close();
          }
        });
    simulator.run();
    end.join();
  }

  private Answer ask(String method, String path, String body) {
    try {
      return world.send(
          new Call(method, "/queues/q" + path, "3381af92-2b9e-11e3-b191-71861300734c", body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void post(int messages) {
    String each = "{\"ttl\":86400,\"body\":1},";
    String all = each.repeat(messages);
    String body = "{\"messages\":[" + all.substring(0, all.length() - 1) + "]}";
    assertThat(ask("POST", "/messages", body).status()).isEqualTo(CREATED);
  }

  private boolean claims(Duration ttl) {
    String terms = "{\"ttl\":%d,\"grace\":0}".formatted(ttl.toSeconds());
    return ask("POST", "/claims?limit=20", terms).status() == CREATED;
  }

  /** For how long what was claimed just now is not there for those who look for it all the time. */
  private Duration absence(Duration ttl) {
    long claimed = simulator.nanoTime();
    long asked = claimed;
    while (!claims(ttl)) {
      simulator.pause(ROUND_TRIP);
      asked = simulator.nanoTime();
    }
    return Duration.ofNanos(asked - claimed);
  }

  @Test
  void lapsed_isFreeWithinASecondForWhoLooks() {
    Duration ttl = Duration.ofSeconds(5);
    play(
        () -> {
          post(1);
          assertThat(claims(ttl)).isTrue();
          absence(ttl);
          for (int i = 0; i < 8; i++) {
            simulator.pause(Duration.ofMillis(130));
            assertThat(absence(ttl)).isBetween(ttl.minus(SECOND), ttl.plus(SECOND));
          }
        });
  }

  /** Forty in flight are passed by a cursor, so that what comes back has to be looked for again. */
  @Test
  void lapsedAmongMany_isFreeWithinASecondForWhoLooks() {
    Duration ttl = Duration.ofSeconds(5);
    play(
        () -> {
          for (int i = 0; i < 4; i++) {
            post(20);
          }
          simulator.pause(SECOND.multipliedBy(3));
          for (int i = 0; i < 3; i++) {
            for (int claim = 0; claim < 4; claim++) {
              assertThat(claims(ttl)).isTrue();
            }
            assertThat(absence(ttl)).isBetween(ttl.minus(SECOND), ttl.plus(SECOND));
            simulator.pause(ttl.multipliedBy(2));
          }
        });
  }

  /**
   * Who has asked the store nothing for a minute knows the time to a second, when it claims and
   * when it looks again: so it takes two seconds at most (P3 does not promise one then).
   */
  @Test
  void lapsed_isFreeWithinTwoSecondsAfterRest() {
    Duration ttl = Duration.ofSeconds(70);
    play(
        () -> {
          post(1);
          for (int i = 0; i < 4; i++) {
            simulator.pause(ttl.multipliedBy(2).plusMillis(230));
            assertThat(claims(ttl)).isTrue();
            simulator.pause(ttl);
            assertThat(absence(ttl))
                .isBetween(Duration.ZERO, SECOND.multipliedBy(2).plus(ROUND_TRIP));
          }
        });
  }
}
