// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;

/** What the service does where queues are in different pools (contract 11.3). */
@Timeout(180)
class PoolsIT {
  private static final int MANY = 400;
  private static final String LONG = letters(3000);

  private static LocalRuntime runtime;
  private static Site site;

  @BeforeAll
  static void start() {
    runtime =
        LocalRuntime.start(
            Options.on(new Storage.InMemory())
                .withParameters(Map.of("AdminMode", "true", "RequireConfirmation", "false"))
                .withPools(List.of("a", "b", "c")));
    site = Site.of(runtime);
    site.register("a");
    site.register("b");
  }

  @AfterAll
  static void stop() {
    runtime.close();
  }

  private static String letters(int length) {
    return new Random(1)
        .ints(length, 'A', 'Z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * The share of a pool with a quarter of the weight is binomial: of 400 queues, 100 with a
   * standard deviation of 8.66. Four of these to either side are left to chance, which goes beyond
   * them once in some 16,000 runs. Half of the queues are made by a PUT, half by their first post.
   */
  @Test
  void queues_areSplitByWeight() {
    site.weigh("default", 0);
    site.weigh("a", 1);
    site.weigh("b", 3);
    List<Queue> queues = IntStream.range(0, MANY).mapToObj(i -> site.newName()).toList();
    queues.stream().limit(MANY / 2).forEach(queue -> queue.make("{}"));
    queues.forEach(queue -> queue.post("here"));

    Set<String> inA = new HashSet<>(site.tables().queues("a"));
    Set<String> inB = new HashSet<>(site.tables().queues("b"));
    Set<String> inDefault = new HashSet<>(site.tables().queues("default"));

    List<String> all = queues.stream().map(queue -> MessageTables.hash(queue.name())).toList();
    assertThat(all.stream().filter(inA::contains).count()).isBetween(100L - 34, 100L + 34);
    assertThat(all)
        .allMatch(queue -> inA.contains(queue) != inB.contains(queue))
        .noneMatch(inDefault::contains);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "a", "b"})
  void messages_lieInTheTableOfTheirQueuesPoolAlone(String pool) {
    Queue queue = site.queueIn(pool, "{}");

    queue.post("short", LONG);
    queue.claim();

    assertThat(queue.messagesIn(pool)).isEqualTo(2);
    assertThat(site.tables().count(pool, queue.name()))
        .as("two messages, a body apart, and a claim")
        .isEqualTo(4);
    assertThat(Site.POOLS.stream().filter(other -> !other.equals(pool)))
        .allMatch(other -> site.tables().count(other, queue.name()) == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "a", "b"})
  void queue_doesInAnyPoolWhatQueuesDo(String pool) {
    Queue queue = site.queueIn(pool, "{}");
    queue.post("1", LONG, "3");
    assertThat(queue.bodies()).containsExactly("1", LONG, "3");

    queue.release(queue.claim());
    assertThat(queue.bodies()).hasSize(3);
    JsonNode claimed = queue.claim();
    assertThat(queue.bodies()).isEmpty();
    queue.delete(claimed.path(0));
    assertThat(queue.total()).isEqualTo(2);
    assertThat(queue.messagesIn(pool)).isEqualTo(2);

    queue.release(claimed);
    assertThat(queue.pop(1)).containsExactly(LONG);
    assertThat(queue.bodies()).containsExactly("3");

    site.call(204, "POST", queue.path() + "/purge");
    assertThat(queue.total()).isZero();
    assertThat(queue.bodies()).isEmpty();

    queue.post("last");
    queue.delete();
    assertThat(queue.messagesIn(pool)).isZero();
    queue.make("{}");
    assertThat(queue.bodies()).isEmpty();
  }

  @Test
  void queue_madeAnewMayBeInAnotherPool() {
    Queue queue = site.queueIn("a", "{}");
    queue.post("old");
    queue.delete();
    site.choose("b");

    queue.make("{}");
    queue.post("new");

    assertThat(queue.bodies()).containsExactly("new");
    assertThat(queue.messagesIn("b")).isOne();
    assertThat(queue.messagesIn("a")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"a, b", "b, a", "default, a", "a, default", "a, a"})
  void deadLetter_movesToTheTableOfItsNewQueuesPool(String from, String to) {
    Queue graveyard = site.queueIn(to, "{}");
    Queue queue =
        site.queueIn(
            from,
            "{'_max_claim_count': 1, '_dead_letter_queue': '%s'}".formatted(graveyard.name()));
    queue.post("short", LONG);
    queue.release(queue.claim());

    site.call(204, "POST", queue.path() + "/claims", "{'ttl': 300, 'grace': 300}");

    assertThat(graveyard.bodies()).containsExactly("short", LONG);
    assertThat(graveyard.messagesIn(to)).isEqualTo(2);
    assertThat(queue.bodies()).isEmpty();
    assertThat(queue.messagesIn(from)).isZero();
  }

  @Test
  void subscriber_hearsOfMessagesInAllPools() throws Exception {
    try (Hook hook = Hook.start()) {
      Set<String> posted = new HashSet<>();
      for (String pool : Site.POOLS) {
        Queue queue = site.queueIn(pool, "{}");
        hook.subscribe(queue);
        queue.post("short in " + pool, LONG + " in " + pool);
        posted.addAll(List.of("short in " + pool, LONG + " in " + pool));
      }

      hook.awaitAll(posted);
    }
  }

  @Test
  void pool_staysWhileThereAreQueuesInIt() {
    site.register("c");
    Site.POOLS.forEach(pool -> site.weigh(pool, 0));
    Queue queue = site.newName();
    queue.post("kept");

    site.call(403, "DELETE", "/pools/c");

    assertThat(queue.bodies()).containsExactly("kept");
    assertThat(queue.messagesIn("c")).isOne();
    queue.delete();
    site.call(204, "DELETE", "/pools/c");
    site.call(404, "GET", "/pools/c");
  }
}
