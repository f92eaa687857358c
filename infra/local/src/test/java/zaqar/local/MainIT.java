package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class MainIT {
  @TempDir Path folder;

  @AfterEach
  void leaveNoStoreBehind() throws Exception {
    StoreProbe.process(folder.resolve("data")).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void kill9_leavesAnOrphanThatTheNextStartEnds() throws Exception {
    ProcessHandle orphan;
    try (ChildRuntime killed = onDisk().awaitListening()) {
      orphan = StoreProbe.process(data()).orElseThrow();
      killed.kill();
    }
    assertThat(orphan.isAlive()).isTrue();

    try (LocalRuntime next = LocalRuntime.start(Options.on(new Storage.OnDisk(data())))) {
      assertThat(orphan.info().commandLine()).as("the orphan's command").isEmpty();
      assertThat(StoreProbe.process(data())).isPresent().get().isNotEqualTo(orphan);
      assertThat(new StoreProbe(next.dynamoDbEndpoint()).tables()).contains("MessageTable");
    }
  }

  @Test
  void second_onTheSameDataSaysWhoIsFirst() throws Exception {
    try (ChildRuntime first = onDisk().awaitListening();
        ChildRuntime second = child("second.out", "--port", "0", "--data", data().toString())) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.output()).contains("already runs on the data").hasLineCount(1);
      assertThat(StoreProbe.process(data())).isPresent();
      first.terminate();
      first.awaitEnd();
    }
  }

  @Test
  void terminate_endsTheStoreToo() throws Exception {
    try (ChildRuntime runtime = onDisk().awaitListening()) {
      ProcessHandle store = StoreProbe.process(data()).orElseThrow();
      runtime.terminate();
      runtime.awaitEnd();

      assertThat(store.isAlive()).isFalse();
      assertThat(StoreProbe.process(data())).isEmpty();
    }
  }

  @Test
  void ctrlC_isForTheRuntimeToHandle() throws Exception {
    try (ChildRuntime runtime = onDisk().awaitListening()) {
      ProcessHandle store = StoreProbe.process(data()).orElseThrow();
      interrupt(store.pid());
      interrupt(runtime.pid());
      runtime.awaitEnd();

      assertThat(runtime.output()).doesNotContain("ended by itself");
      assertThat(store.isAlive()).isFalse();
    }
  }

  @Test
  void crashesOfTheStore_oneAfterAnotherEndTheRuntimeWithALine() throws Exception {
    try (ChildRuntime runtime = onDisk().awaitListening()) {
      while (runtime.isAlive()) {
        StoreProbe.process(data())
            .filter(runtime.children()::contains)
            .ifPresent(ProcessHandle::destroyForcibly);
        TimeUnit.MILLISECONDS.sleep(10);
      }

      assertThat(runtime.awaitEnd()).isEqualTo(1);
      assertThat(runtime.output().lines().filter(line -> line.endsWith("; started again")))
          .as("two, or three where the first has lived long because the runtime started slowly")
          .hasSizeBetween(2, 3);
      assertThat(runtime.output()).contains("zaqar: DynamoDB Local ended by itself with code 137;");
      assertThat(StoreProbe.processes(data())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unheard",
        "--port many",
        "--port 65536",
        "--parameter Unheard=1",
        "--parameter AuthMode=guess",
        "--parameter MaxClaimTtl=0",
        "--parameter AuthMode",
        "--in-memory --pool",
        "--in-memory --pool a/b",
        "--in-memory --data x",
        "--in-memory --smtp localhost",
        "--dynamodb-endpoint nothing",
        "--dynamodb-endpoint http://127.0.0.1:1"
      })
  void badOptions_areToldInOneLine(String options) {
    String[] arguments =
        (options.startsWith("--port") ? options : "--port 0 " + options).split(" ");
    StringWriter said = new StringWriter();

    assertThat(Main.run(new PrintWriter(said, true), arguments)).isEqualTo(1);
    assertThat(said.toString()).startsWith("zaqar: ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--in-memry, did you mean --in-memory?",
    "--port many, --help lists the options",
    "--in-memory --port 0 --parameter DeliveryMode=1, no parameter",
    "--in-memory --port 0 --parameter AuthMode=keys --parameter ApiKeys=x, parameter ApiKeys"
  })
  void badOptions_areToldWithWhatIsRight(String options, String hint) {
    StringWriter said = new StringWriter();

    Main.run(new PrintWriter(said, true), options.split(" "));
    assertThat(said.toString()).contains(hint).hasLineCount(1);
  }

  @Test
  void badOption_endsTheProcess() throws Exception {
    try (ChildRuntime runtime = child("child.out", "--unheard")) {
      assertThat(runtime.awaitEnd()).isEqualTo(1);
      assertThat(runtime.output()).startsWith("zaqar: ").hasLineCount(1);
    }
  }

  @Test
  void pools_areToldWithTheUrisToRegister() throws Exception {
    try (ChildRuntime runtime =
        child("child.out", "--port", "0", "--in-memory", "--pool", "a", "--pool", "b")) {
      assertThat(runtime.awaitListening().output())
          .contains("dynamodb://zaqar-pool-a", "dynamodb://zaqar-pool-b");
    }
  }

  @Test
  void log_isTextWithASummaryAndJsonInTheDataFolder() throws Exception {
    try (ChildRuntime runtime =
        child("child.out", "--port", "0", "--data", data().toString(), "--log", "text")) {
      URI versions = runtime.awaitListening().baseUri().resolve("/");
      try (HttpClient client = HttpClient.newHttpClient()) {
        client.send(HttpRequest.newBuilder(versions).build(), BodyHandlers.discarding());
      }
      runtime.terminate();
      runtime.awaitEnd();

      assertThat(runtime.output())
          .containsPattern("(?m)^[0-9:]{8} GET    / +300 +[0-9]+ ms  0 written, 0 read$")
          .containsPattern("(?m)^Requests: 1 in [0-9]+ s, 0 refused")
          .doesNotContain("{\"timestamp\"");
      assertThat(data().resolve("log.json")).content().contains("\"operation\":\"GET /\"");
    }
  }

  @Test
  void help_tellsEveryOption() throws Exception {
    try (ChildRuntime runtime = child("help.out", "--help")) {
      assertThat(runtime.awaitEnd()).isZero();
      assertThat(runtime.output())
          .contains("--port", "--data", "--in-memory", "--dynamodb-endpoint", "--smtp")
          .contains("--pool", "--parameter", "8888");
    }
  }

  private static void interrupt(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor()).isZero();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ChildRuntime onDisk() throws Exception {
    return child("child.out", "--port", "0", "--data", data().toString());
  }

  private ChildRuntime child(String output, String... arguments) throws Exception {
    return new ChildRuntime(folder.resolve(output), arguments);
  }
}
