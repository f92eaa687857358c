// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What requests cost while a queue and the service grow (P8): write and read units, calls of the
 * store, and the processor's time, the store's own included. Prints a table, and draws a picture.
 */
final class Growth {
  private static final double MICROSECOND = 1000;
  private static final int TEN = 10;
  private static final int AT_ONCE = 100;
  private static final int CLAIMED_AT_ONCE = 20;
  private static final int ROUNDS = 100;
  private static final int WARM_UP = 5_000;
  private static final long USUAL_BACKLOG = 1_000;
  private static final long LARGEST_BACKLOG = 100_000;
  private static final long MOST_IN_FLIGHT = 10_000;
  private static final int TURNS = 1_000;
  private static final String QUEUE = "grown";

  /** How old a message must be for a cursor to pass it: nothing can land before it any more. */
  private static final long SETTLED_MILLISECONDS = 3_000;

  /** What is measured, each of ten messages. */
  enum Operation {
    POST,
    LIST,
    CLAIM,
    DELETE
  }

  /** What grows. */
  enum Dimension {
    BACKLOG("messages in the queue", List.of(100L, 1_000L, 10_000L, 100_000L, 1_000_000L)),
    IN_FLIGHT("messages in flight", List.of(0L, 100L, 1_000L, 10_000L)),
    QUEUES("queues", List.of(1L, 100L, 10_000L)),
    INSTANCES("instances", List.of(1L, 10L, 200L));

    final String shown;

    // Lists of List.of do not change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Long> sizes;

    Dimension(String shown, List<Long> sizes) {
      this.shown = shown;
      this.sizes = sizes;
    }
  }

  /** The cost of one request. */
  record Cost(double writes, double reads, double calls, double microseconds) {
    private static Cost median(List<Cost> all) {
      return new Cost(
          median(all, Cost::writes),
          median(all, Cost::reads),
          median(all, Cost::calls),
          median(all, Cost::microseconds));
    }

    private static double median(List<Cost> all, ToDoubleFunction<Cost> part) {
      return all.stream().mapToDouble(part).sorted().skip(all.size() / 2).findFirst().orElseThrow();
    }
  }

  /** What each operation costs at a size. */
  record Point(Dimension dimension, long size, Map<Operation, Cost> costs) {}

  private final List<Functions> instances = new ArrayList<>();

  private Growth() {
    instances.add(new Functions());
  }

  /** Measures; takes the file for the picture, and the largest backlog. */
  static void main(String[] arguments) throws IOException {
    long largest = arguments.length > 1 ? Long.parseLong(arguments[1]) : LARGEST_BACKLOG;
    at(Dimension.BACKLOG, USUAL_BACKLOG, WARM_UP);
    List<Point> points = new ArrayList<>();
    System.out.println("| what there is | post ten | list ten | claim ten | delete ten |");
    System.out.println("|---|---|---|---|---|");
    for (Dimension dimension : Dimension.values()) {
      for (long size : dimension.sizes) {
        if (dimension != Dimension.BACKLOG || size <= largest) {
          Point point = at(dimension, size, ROUNDS);
          print(String.format(Locale.ROOT, "%,d %s", size, dimension.shown), point.costs());
          points.add(point);
        }
      }
    }
    sideBySide(largest);
    if (arguments.length > 0) {
      Files.writeString(Path.of(arguments[0]), Chart.of(points));
    }
  }

  /** An empty queue and a large one in turns, so that what else the machine does meets both. */
  private static void sideBySide(long backlog) throws IOException {
    Growth empty = new Growth();
    Growth large = new Growth();
    try {
      large.grow(Dimension.IN_FLIGHT, MOST_IN_FLIGHT);
      large.fill(backlog - USUAL_BACKLOG);
      settle();
      Map<Operation, List<Cost>> ofEmpty = new EnumMap<>(Operation.class);
      Map<Operation, List<Cost>> ofLarge = new EnumMap<>(Operation.class);
      empty.measure(TURNS);
      large.measure(TURNS);
      for (int i = 0; i < TURNS; i++) {
        add(round(empty.instances.getFirst()), ofEmpty);
        add(round(large.instances.getFirst()), ofLarge);
      }
      print("in turns: an empty queue", medians(ofEmpty));
      print(
          String.format(
              Locale.ROOT, "in turns: %,d messages, and %,d in flight", backlog, MOST_IN_FLIGHT),
          medians(ofLarge));
    } finally {
      empty.instances.getFirst().close();
      large.instances.getFirst().close();
    }
  }

  private static void print(String what, Map<Operation, Cost> costs) {
    StringBuilder row = new StringBuilder("| " + what + " |");
    for (Cost cost : costs.values()) {
      row.append(
          String.format(
              Locale.ROOT,
              " %s + %s; %s; %.0f |",
              number(cost.writes()),
              number(cost.reads()),
              number(cost.calls()),
              cost.microseconds()));
    }
    System.out.println(row);
  }

  private static String number(double value) {
    return String.valueOf(value).replaceFirst("[.]0$", "");
  }

  private static Point at(Dimension dimension, long size, int rounds) throws IOException {
    Growth growth = new Growth();
    try {
      growth.grow(dimension, size);
      return new Point(dimension, size, growth.measure(rounds));
    } finally {
      growth.instances.getFirst().close();
    }
  }

  private void grow(Dimension dimension, long size) throws IOException {
    switch (dimension) {
      case BACKLOG -> fill(size);
      case IN_FLIGHT -> {
        fill(USUAL_BACKLOG + size);
        settle();
        claim(size);
        settle();
      }
      case QUEUES -> {
        fill(USUAL_BACKLOG);
        for (long other = 1; other < size; other++) {
          post("other" + other, TEN);
        }
      }
      case INSTANCES -> {
        fill(USUAL_BACKLOG);
        while (instances.size() < size) {
          instances.add(instances.getFirst().another());
        }
      }
    }
  }

  private void fill(long messages) throws IOException {
    for (long posted = 0; posted < messages; posted += AT_ONCE) {
      post(QUEUE, AT_ONCE);
    }
  }

  private void post(String queue, int count) throws IOException {
    Functions one = instances.getFirst();
    one.sendPatiently(one.messages(), Functions.post(queue, count));
  }

  /** Takes messages for an hour. */
  private void claim(long messages) throws IOException {
    ObjectNode terms = Event.JSON.createObjectNode().put("ttl", 3600).put("grace", 60);
    Event claim = claiming(CLAIMED_AT_ONCE).body(terms);
    Functions one = instances.getFirst();
    for (long claimed = 0; claimed < messages; claimed += CLAIMED_AT_ONCE) {
      one.sendPatiently(one.claims(), claim);
    }
  }

  private static Event claiming(int messages) {
    return Event.of("ClaimsFunction", "create-claim.json", QUEUE)
        .query("limit", String.valueOf(messages));
  }

  private static void settle() {
    try {
      Thread.sleep(SETTLED_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /** The medians of so many rounds, each on the next instance, after one on each of them. */
  private Map<Operation, Cost> measure(int rounds) throws IOException {
    for (Functions instance : instances) {
      round(instance);
    }
    Map<Operation, List<Cost>> all = new EnumMap<>(Operation.class);
    for (int i = 0; i < rounds; i++) {
      add(round(instances.get(i % instances.size())), all);
    }
    return medians(all);
  }

  private static void add(Map<Operation, Cost> costs, Map<Operation, List<Cost>> all) {
    costs.forEach(
        (operation, cost) -> all.computeIfAbsent(operation, each -> new ArrayList<>()).add(cost));
  }

  private static Map<Operation, Cost> medians(Map<Operation, List<Cost>> all) {
    Map<Operation, Cost> medians = new EnumMap<>(Operation.class);
    all.forEach((operation, costs) -> medians.put(operation, Cost.median(costs)));
    return medians;
  }

  /** Posts, lists, claims, and deletes what it has claimed, so that nothing grows. */
  private static Map<Operation, Cost> round(Functions instance) throws IOException {
    Map<Operation, Cost> costs = new EnumMap<>(Operation.class);
    costs.put(Operation.POST, cost(instance, Functions.post(QUEUE, TEN), instance.messages()));
    costs.put(
        Operation.LIST,
        cost(
            instance,
            Event.of("MessagesFunction", "list-messages.json", QUEUE).query("echo", "true"),
            instance.messages()));
    costs.put(Operation.CLAIM, cost(instance, claiming(TEN), instance.claims()));
    JsonNode claimed = instance.answered().path("messages");
    String claim = claimed.path(0).path("href").asText().split("claim_id=", 2)[1];
    costs.put(
        Operation.DELETE,
        cost(
            instance,
            Event.of("MessagesFunction", "delete-messages.json", QUEUE)
                .query("ids", String.join(",", claimed.findValuesAsText("id")))
                .query("claim_ids", claim),
            instance.messages()));
    return costs;
  }

  private static Cost cost(Functions instance, Event request, RequestStreamHandler function)
      throws IOException {
    byte[] event = request.bytes();
    long calls = instance.calls();
    long start = StoreTime.now();
    instance.measure(function, event);
    long time = StoreTime.now() - start;
    instance.answered();
    JsonNode logged = instance.logged();
    return new Cost(
        logged.path("write_units").asDouble(),
        logged.path("read_units").asDouble(),
        instance.calls() - calls,
        time / MICROSECOND);
  }
}
