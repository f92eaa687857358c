// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zaqar.local.Checkout;
import zaqar.local.template.FunctionResource;

/**
 * Measures starts of functions on the runtime interface client, side by side: in each round every
 * package starts each function once. No test, and not run with them; infra/cold-start.md says how,
 * and what came of it.
 */
class ColdStart {
  private static final int ROUNDS = Integer.getInteger("zaqar.rounds", 10);
  private static final int WARM = 20;

  /** What each function is asked first, and can do without anything being there. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          "HomeFunction", "HomeFunction/ping",
          "QueuesFunction", "QueuesFunction/create-queue",
          "MessagesFunction", "MessagesFunction/post-messages",
          "ClaimsFunction", "ClaimsFunction/create-claim",
          "SubscriptionsFunction", "SubscriptionsFunction/list-subscriptions",
          "PoolsFunction", "PoolsFunction/list-pools",
          "FlavorsFunction", "FlavorsFunction/list-flavors",
          "HealthFunction", "HealthFunction/show-health",
          "StreamFunction", "StreamFunction/new-messages",
          "HealthCheckFunction", "HealthCheckFunction/check-pools");

  private final Map<String, List<Start>> starts = new LinkedHashMap<>();
  @TempDir private Path folder;

  /** The packages in {@code zaqar.zips}, or else the one that was built. */
  @Test
  void table() throws IOException {
    Path root = Checkout.current().root();
    String built = root.resolve("functions/target/functions.zip").toString();
    List<Path> zips =
        Stream.of(System.getProperty("zaqar.zips", built).split(",")).map(Path::of).toList();
    List<String> functions =
        List.of(System.getProperty("zaqar.functions", "MessagesFunction").split(","));
    try (Cloud cloud = new Cloud(Map.of())) {
      List<TaskRoot> roots = new ArrayList<>();
      for (Path zip : zips) {
        roots.add(TaskRoot.unpack(zip, folder.resolve("" + roots.size())));
      }
      for (int round = 0; round <= ROUNDS; round++) {
        for (int i = 0; i < zips.size(); i++) {
          for (String function : functions) {
            Start start = start(cloud, cloud.function(function), roots.get(i));
            String what = function + " in " + zips.get(i).getFileName();
            if (round > 0) {
              starts.computeIfAbsent(what, key -> new ArrayList<>()).add(start);
            }
          }
        }
      }
    }
    Files.writeString(root.resolve("infra/local/target/cold-start.md"), print());
  }

  /** One start, with what it took until the answer to the first event, and later. */
  private record Start(
      Duration init,
      Duration first,
      Duration other,
      Duration warm,
      Duration computed,
      long megabytes) {}

  private static Start start(Cloud cloud, FunctionResource function, TaskRoot root)
      throws IOException {
    byte[] first = event(SAMPLES.get(function.name()));
    byte[] get = event("MessagesFunction/list-messages");
    try (ExecutionEnvironment environment =
        ExecutionEnvironment.start(
            function, root, cloud.variables(function), ExecutionEnvironment.onDemand(function))) {
      Duration init = environment.init();
      Duration answered = time(environment, first);
      Duration computed = environment.computed();
      Duration other =
          function.name().equals("MessagesFunction") ? time(environment, get) : Duration.ZERO;
      List<Duration> warm =
          Stream.generate(() -> time(environment, first)).limit(WARM).sorted().toList();
      return new Start(
          init, answered, other, warm.get(WARM / 2), computed, environment.peakMegabytes());
    }
  }

  private static byte[] event(String sample) throws IOException {
    return Files.readAllBytes(Checkout.current().root().resolve("events/" + sample + ".json"));
  }

  private static Duration time(ExecutionEnvironment environment, byte[] event) {
    long begun = System.nanoTime();
    environment.invoke(event);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private String print() {
    StringBuilder table =
        new StringBuilder("| ms | init | first | init and first | GET | warm | computed | MB |\n");
    table.append("|---|---|---|---|---|---|---|---|\n");
    starts.forEach(
        (what, all) ->
            table.append(
                "| %s | %d | %d | %d | %d | %.1f | %d | %d |\n"
                    .formatted(
                        what,
                        median(all.stream().map(Start::init)).toMillis(),
                        median(all.stream().map(Start::first)).toMillis(),
                        median(all.stream().map(s -> s.init().plus(s.first()))).toMillis(),
                        median(all.stream().map(Start::other)).toMillis(),
                        median(all.stream().map(Start::warm)).toNanos() / 1e6,
                        median(all.stream().map(Start::computed)).toMillis(),
                        all.stream().mapToLong(Start::megabytes).max().orElseThrow())));
    return table.toString();
  }

  private static Duration median(Stream<Duration> durations) {
    List<Duration> sorted = durations.sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
