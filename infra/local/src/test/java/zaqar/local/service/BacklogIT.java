// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * What requests cost does not grow with the backlog, the messages in flight, the instances or the
 * queues (P8): in units and round trips, from the second request on a queue. The long form has a
 * backlog of 100,000 and 10,000 in flight, and 10,000 queues.
 */
class BacklogIT {
  private static final boolean LONG = Boolean.getBoolean("zaqar.long");
  private static final int BACKLOG = LONG ? 100_000 : 2_000;
  private static final int IN_FLIGHT = LONG ? 10_000 : 1_000;
  private static final int SMALL = 100;
  private static final int INSTANCES = 32;
  private static final int COLD = LONG ? INSTANCES : 8;
  private static final int QUEUES = LONG ? 10_000 : 200;
  private static final int LAPSING = 40;
  private static final int AT_ONCE = 100;

  /** Read units of the looks that a claim takes at a range that is due, where all come at once. */
  private static final int LOOKS = 20;

  private static final double SAME = 1.2;

  /** Read units of the forty messages before the first that can be taken which are read again. */
  private static final double READ_AGAIN = 4;

  /** The pages that these are in, if the first page has nothing else. */
  private static final int PAGES_AGAIN = 2;

  /** Write units of a cursor's move. */
  private static final int A_MOVE = 5;

  /** Write units, read units and round trips. */
  private static final List<String> COSTS = List.of("post 10.0 2.0 2", "delete 10.0 1.0 1");

  private static final String LONG_CLAIM = "{\"ttl\":3600,\"grace\":60}";
  private static final Map<String, String> WIDE =
      Map.of(
          "MaxMessagesPerClaimOrPop",
          Integer.toString(AT_ONCE),
          "WriteDeadlineMilliseconds",
          "3000");

  private final Instance filler = Instance.start(WIDE);

  /** A queue with so many free messages behind so many claimed ones, all of some age. */
  private String queue(int backlog, int inFlight) {
    String queue = UUID.randomUUID().toString();
    for (int i = 0; i < backlog + inFlight; i += AT_ONCE) {
      filler.post(queue, AT_ONCE, 100);
    }
    filler.clock().advance(Duration.ofSeconds(5));
    for (int i = 0; i < inFlight; i += AT_ONCE) {
      claim(filler, queue, AT_ONCE, LONG_CLAIM);
    }
    filler.clock().advance(Duration.ofSeconds(5));
    claim(filler, queue, 10, LONG_CLAIM);
    return queue;
  }

  private static JsonNode claim(Instance instance, String queue, int limit, String body) {
    Instance.Reply claim = instance.call("POST", queue + "/claims?limit=" + limit, body);
    assertThat(claim.status()).isIn(201, 204);
    return claim.body().path("messages");
  }

  private static JsonNode list(Instance instance, String queue) {
    Instance.Reply page = instance.call("GET", queue + "/messages?echo=true", "");
    assertThat(page.status()).isEqualTo(200);
    return page.body().get("messages");
  }

  private static double units(Instance instance, int found, Supplier<JsonNode> request) {
    instance.calls().start();
    assertThat(request.get()).hasSize(found);
    Calls.Cost cost = instance.calls().stop();
    return cost.reads() + cost.writes();
  }

  private interface Operation {
    JsonNode ask(Instance instance, String queue);
  }

  /** Mean units of an operation that finds so many, on one instance and on cold ones. */
  private List<Double> units(String queue, int found, Operation operation) {
    Instance one = filler.another();
    operation.ask(one, queue);
    double warm =
        DoubleStream.generate(() -> units(one, found, () -> operation.ask(one, queue)))
            .limit(4)
            .average()
            .orElseThrow();
    double cold =
        DoubleStream.generate(
                () -> {
                  Instance fresh = filler.another();
                  return units(fresh, found, () -> operation.ask(fresh, queue));
                })
            .limit(COLD)
            .average()
            .orElseThrow();
    return List.of(warm, cold);
  }

  private static void assertSame(String operation, List<Double> units) {
    DoubleSummaryStatistics range =
        units.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    System.out.println(operation + ": units " + units);
    assertThat(range.getMax())
        .as(operation + " %s", units)
        .isLessThan(range.getMin() * SAME + READ_AGAIN);
  }

  @Test
  void claimsAndLists_costTheSameWhateverLiesBeforeAndBehind() {
    List<Double> lists = new ArrayList<>();
    List<Double> claims = new ArrayList<>();
    int needed = 10 * (1 + 5 + COLD);
    for (int inFlight : List.of(0, IN_FLIGHT)) {
      for (int backlog : List.of(SMALL + needed, BACKLOG + needed)) {
        String queue = queue(backlog, inFlight);
        lists.addAll(units(queue, 10, BacklogIT::list));
        claims.addAll(units(queue, 10, (instance, q) -> claim(instance, q, 10, LONG_CLAIM)));
      }
    }

    assertSame("list of ten", lists);
    assertSame("claim of ten", claims);
  }

  /**
   * What a post and a delete of ten take, on an instance that knows the queue. A list and a claim
   * take more where the cursor has yet to pass messages in flight, which are fewer than forty: two
   * pages more, and a claim may move the cursor.
   */
  private static List<String> costs(Instance instance, String queue) {
    instance.post(queue, 10, 100);
    list(instance, queue);
    claim(instance, queue, 10, LONG_CLAIM);
    List<String> ids = new ArrayList<>();
    Calls.Cost post = cost(instance, () -> ids.addAll(instance.post(queue, 10, 100)));
    Calls.Cost list = cost(instance, () -> assertThat(list(instance, queue)).hasSize(10));
    Calls.Cost claim =
        cost(instance, () -> assertThat(claim(instance, queue, 10, LONG_CLAIM)).hasSize(10));
    String path = queue + "/messages?ids=" + String.join(",", ids);
    Calls.Cost delete =
        cost(instance, () -> assertThat(instance.call("DELETE", path, "").status()).isEqualTo(204));
    assertThat(list.reads()).as("%s", list).isLessThanOrEqualTo(2 + READ_AGAIN);
    assertThat(list.roundTrips()).as("%s", list).isLessThanOrEqualTo(1 + PAGES_AGAIN);
    assertThat(claim.reads()).as("%s", claim).isLessThanOrEqualTo(2 + READ_AGAIN);
    assertThat(claim.writes()).as("%s", claim).isLessThanOrEqualTo(11 + A_MOVE);
    assertThat(claim.roundTrips()).as("%s", claim).isLessThanOrEqualTo(2 + PAGES_AGAIN + 1);
    return List.of(
        "post %s %s %d".formatted(post.writes(), post.reads(), post.roundTrips()),
        "delete %s %s %d".formatted(delete.writes(), delete.reads(), delete.roundTrips()));
  }

  private static Calls.Cost cost(Instance instance, Runnable request) {
    instance.calls().start();
    request.run();
    return instance.calls().stop();
  }

  @Test
  void requests_takeAsManyUnitsAndRoundTripsWhateverLiesBeforeAndBehind() {
    for (int inFlight : List.of(0, IN_FLIGHT)) {
      for (int backlog : List.of(SMALL, BACKLOG)) {
        assertThat(costs(filler.another(), queue(backlog, inFlight)))
            .as("%s behind %s in flight", backlog, inFlight)
            .isEqualTo(COSTS);
      }
    }
  }

  @Test
  void requests_takeAsManyUnitsAndRoundTripsBesideManyQueues() {
    for (int i = 0; i < QUEUES; i++) {
      filler.post(UUID.randomUUID().toString(), 1, 100);
    }

    assertThat(costs(filler.another(), queue(SMALL, 0))).isEqualTo(COSTS);
  }

  @Test
  void emptyClaims_costTwoUnitsWhateverIsInFlight() {
    for (int inFlight : List.of(0, IN_FLIGHT)) {
      String queue = queue(0, inFlight);

      assertThat(units(queue, 0, (instance, q) -> claim(instance, q, 10, LONG_CLAIM)))
          .as("%s in flight", inFlight)
          .containsExactly(2.0, 2.0);
    }
  }

  @Test
  void lapse_isFoundByClaimsAtACostThatDoesNotGrowWithWhatIsInFlight() throws Exception {
    assertThat(foundAfterALapse("claims", (i, queue) -> claim(i, queue, 10, LONG_CLAIM)))
        .isBetween(10, LAPSING);
  }

  @Test
  void lapse_isFoundByListsAtACostThatDoesNotGrowWithWhatIsInFlight() throws Exception {
    assertThat(foundAfterALapse("lists", BacklogIT::list)).isBetween(10, 10 * INSTANCES);
  }

  /**
   * How many messages all instances together find behind those in flight, when they ask at the same
   * time just after those messages have come back.
   */
  private int foundAfterALapse(String name, Operation operation) throws Exception {
    String queue = queue(0, IN_FLIGHT);
    filler.post(queue, LAPSING, 100);
    filler.clock().advance(Duration.ofSeconds(5));
    assertThat(claim(filler, queue, LAPSING, "{\"ttl\":60,\"grace\":60}")).hasSize(LAPSING);
    assertThat(claim(filler, queue, 1, LONG_CLAIM)).isEmpty();
    filler.clock().advance(Duration.ofSeconds(65));
    List<Instance> instances = new ArrayList<>();
    int found = 0;
    try (ExecutorService clients = Executors.newFixedThreadPool(INSTANCES)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < INSTANCES; i++) {
        Instance instance = filler.another();
        instances.add(instance);
        instance.calls().start();
        answers.add(clients.submit(() -> operation.ask(instance, queue).size()));
      }
      for (Future<Integer> answer : answers) {
        found += answer.get();
      }
    }
    double reads = instances.stream().mapToDouble(i -> i.calls().stop().reads()).sum();
    System.out.println(
        name + " after a lapse behind " + IN_FLIGHT + ": " + reads + " reads in all");
    assertThat(reads).isLessThan(LOOKS * INSTANCES);
    return found;
  }
}
