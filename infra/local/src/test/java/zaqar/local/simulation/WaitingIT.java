// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.store.misbehaviour.Misbehaviour;

/**
 * Many clients that wait for messages of one queue (contract 2.10), on some instances whose clocks
 * differ, in virtual time.
 */
class WaitingIT {
  private static final Instant BEGIN = Instant.parse("2026-11-29T00:00:00Z");
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Duration POSTED = Duration.ofSeconds(6);
  private static final int CLIENTS = 60;
  private static final int MESSAGES = 7;

  private final Random random = new Random(11);

  /** What a client got, and when. */
  private record Got(Answer answer, Duration at) {
    List<String> ids() {
      List<String> ids = new ArrayList<>();
      if (answer.status() == 201) {
        JsonNode messages = answer.json().path("messages");
        messages.forEach(message -> ids.add(message.path("id").asText()));
      }
      return ids;
    }
  }

  private static World.Weather calm() {
    return new World.Weather(
        4,
        Duration.ofMillis(800),
        Misbehaviour.NONE,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        WAIT.multipliedBy(2));
  }

  private Answer send(World world, String method, String path, String body) {
    try {
      String client = new UUID(random.nextLong(), random.nextLong()).toString();
      return world.send(new Call(method, "/queues/q" + path, client, body));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Each message goes to one client, soon; the others wait until their time is over. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void messages_goToOneOfThoseThatWait(long seed) {
    Simulator simulator = new Simulator(seed, BEGIN);
    World world = new World(simulator, calm(), seed);
    Simulator.Machine clients = simulator.new Machine();
    List<Got> got = new ArrayList<>();
    List<String> posted = new ArrayList<>();
    List<CompletableFuture<Void>> ends =
        IntStream.range(0, CLIENTS).mapToObj(i -> new CompletableFuture<Void>()).toList();
    world.haveClientsWait(WAIT);
    for (CompletableFuture<Void> end : ends) {
      clients.start(
          () -> {
            simulator.pause(Duration.ofMillis(random.nextInt(1_000)));
            Answer answer = send(world, "POST", "/claims?limit=1", "{}");
            got.add(new Got(answer, Duration.ofNanos(simulator.nanoTime())));
            end.complete(null);
          });
    }
    clients.start(
        () -> {
          simulator.pause(POSTED);
          String all = "{\"body\":1},".repeat(MESSAGES - 1) + "{\"body\":1}";
          send(world, "POST", "/messages", "{\"messages\":[" + all + "]}")
              .json()
              .path("resources")
              .forEach(href -> posted.add(href.asText().replaceAll(".*/", "")));
          CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])).join();
          world.close();
        });
    simulator.run();

    assertThat(got)
        .hasSize(CLIENTS)
        .extracting(each -> each.answer().status())
        .containsOnly(201, 204);
    assertThat(got.stream().flatMap(each -> each.ids().stream()))
        .containsExactlyInAnyOrderElementsOf(posted)
        .hasSize(MESSAGES);
    assertThat(got)
        .allSatisfy(
            each -> {
              if (each.answer().status() == 201) {
                assertThat(each.at()).isBetween(POSTED, POSTED.plusSeconds(3));
              } else {
                assertThat(each.at()).isBetween(WAIT, WAIT.plusSeconds(3));
              }
            });
  }
}
