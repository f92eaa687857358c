// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;

/** The load generator of infra/bench on a local runtime in memory. */
@Timeout(120)
class BenchIT {
  private static LocalRuntime runtime;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    runtime = LocalRuntime.start(Options.on(new Storage.InMemory()));
  }

  @AfterAll
  static void stop() {
    runtime.close();
  }

  @Test
  void run_forTwoSecondsWritesResultsAndAPicture() throws IOException {
    Path json = folder.resolve("results.json");
    Path picture = folder.resolve("picture.svg");
    String[] options = {"--workload", "mixed", "--seconds", "2", "--warm-up", "0", "--progress"};
    int code = run(options, "--json", json.toString(), "--picture", picture.toString());
    JsonNode run = new ObjectMapper().readTree(json.toFile()).path("runs").path(0);
    assertThat(run.path("requests").asInt()).isPositive();
    assertThat(run.path("messages").asInt()).isPositive();
    // A busy machine may have a few answered 503.
    assertThat(code).isEqualTo(run.path("failed").isEmpty() ? 0 : 1);
    assertThat(run.path("failed").fieldNames()).toIterable().isSubsetOf("503");
    assertThat(picture).content().startsWith("<svg").contains("mixed, local");
  }

  private static int run(String[] options, String... more) {
    String[] all = new String[options.length + more.length + 2];
    all[0] = "--url";
    all[1] = "local=" + runtime.baseUri();
    System.arraycopy(options, 0, all, 2, options.length);
    System.arraycopy(more, 0, all, 2 + options.length, more.length);
    return Main.run(all);
  }

  @Test
  void workloads_moveMessages() throws IOException {
    Target target = Target.parse(runtime.baseUri().toString());
    ZaqarClient.Who who = new ZaqarClient.Who("bench", null);
    for (Workload workload : Workload.values()) {
      String queue = "bench-" + UUID.randomUUID();
      try (Client client = ZaqarClient.maker(target, who, queue, new Bodies(100)).make(id())) {
        client.create();
        client.fill(40);
        int moved = workload.take(client);
        assertThat(moved).as(workload.option()).isEqualTo(expected(workload));
        client.delete();
      }
    }
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static int expected(Workload workload) {
    return switch (workload) {
      case POST_1, GET -> 1;
      case POST_20 -> 20;
      case STATS -> 0;
      default -> 10;
    };
  }

  @Test
  void list_beginsAgainAfterTheLastPage() throws IOException {
    Target target = Target.parse(runtime.baseUri().toString());
    ZaqarClient.Who who = new ZaqarClient.Who("bench", null);
    String queue = "bench-" + UUID.randomUUID();
    try (Client client = ZaqarClient.maker(target, who, queue, new Bodies(100)).make(id())) {
      client.create();
      client.fill(15);
      assertThat(client.list()).isEqualTo(10);
      assertThat(client.list()).isEqualTo(5);
      assertThat(client.list()).isZero();
      assertThat(client.list()).isEqualTo(10);
      client.delete();
    }
  }

  @Test
  void workloads_thatSqsHasMoveMessages() throws IOException {
    Target target = Target.parse("sqs+" + runtime.sqsEndpoint().orElseThrow());
    for (Workload workload : SqsClient.KNOWN) {
      String queue = "bench-" + UUID.randomUUID();
      try (Client client = SqsClient.maker(target, queue, new Bodies(100)).make(id())) {
        client.create();
        client.fill(20);
        assertThat(workload.take(client)).as(workload.option()).isPositive();
        client.delete();
      }
    }
  }
}
