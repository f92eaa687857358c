// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class MainIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "--fsync"})
  void kill9_losesNothingThatWasAnswered(String option) throws Exception {
    int answered = 0;
    for (int life = 0; life < 2; life++) {
      try (ChildRuntime runtime = onDisk(option).awaitListening()) {
        for (int i = 0; i < answered; i++) {
          assertThat(put(runtime, i)).as("queue %s of an earlier life", i).isEqualTo(204);
        }
        for (int i = 0; i < 20; i++) {
          assertThat(put(runtime, answered++)).isEqualTo(201);
        }
        runtime.kill();
      }
    }
  }

  private int put(ChildRuntime runtime, int queue) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(runtime.baseUri() + "/v2/queues/q" + queue))
            .PUT(BodyPublishers.noBody())
            .header("Client-ID", "3381af92-2b9e-11e3-b191-71861300734c")
            .header("X-Project-ID", "demo")
            .build();
    return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void second_onTheSameDataSaysWhoIsFirst() throws Exception {
    try (ChildRuntime first = onDisk("").awaitListening();
        ChildRuntime second = child("second.out", "--port", "0", "--data", data().toString())) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.output()).contains("already runs on the data").hasLineCount(1);
      first.terminate();
      first.awaitEnd();
    }
  }

  /** SQS starts when requests are answered already. */
  @Test
  void messagesOfSqsThatCannotBeRead_endItInOneLine() throws Exception {
    try (ChildRuntime first = onDisk("").awaitListening()) {
      first.terminate();
      first.awaitEnd();
    }
    Path sqs = Files.createDirectories(data().resolve("sqs"));
    Files.writeString(sqs.resolve("messages.mv.db"), "no messages");
    try (ChildRuntime second = child("second.out", "--port", "0", "--data", data().toString())) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.output().lines().filter(line -> line.startsWith("zaqar: ")))
          .singleElement(STRING)
          .contains("cannot open the messages of SQS");
      assertThat(second.output()).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void signals_endItWithoutAWord(String signal) throws Exception {
    try (ChildRuntime runtime = onDisk("").awaitListening()) {
      String greeting = runtime.output();
      send(signal, runtime.pid());
      runtime.awaitEnd();

      assertThat(runtime.output()).isEqualTo(greeting);
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
        "--in-memory --fsync",
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
      CLIENT.send(HttpRequest.newBuilder(versions).build(), BodyHandlers.discarding());
      runtime.terminate();
      runtime.awaitEnd();

      assertThat(runtime.output())
          .containsPattern("(?m)^[0-9:]{8} GET    / +300 +[0-9]+ ms  0 written, 0 read$")
          .containsPattern("(?m)^Requests: 1 in [0-9]+ s, 0 refused")
          .doesNotContain("{\"timestamp\"");
      assertThat(data().resolve("log.json")).content().contains("\"operation\":\"GET /\"");
    }
  }

  /** It gets the two seconds that all requests get, and is told of no fault. */
  @Test
  void claim_thatWaitsKeepsNobodyFromStopping() throws Exception {
    try (ChildRuntime runtime = child("child.out", "--port", "0", "--in-memory")) {
      HttpRequest claim =
          HttpRequest.newBuilder(runtime.awaitListening().baseUri().resolve("/v2/queues/q/claims"))
              .header("Client-ID", "3381af92-2b9e-11e3-b191-71861300734c")
              .header("X-Project-ID", "p")
              .header("Prefer", "wait=20")
              .POST(BodyPublishers.noBody())
              .build();
      CompletableFuture<HttpResponse<String>> answer =
          CLIENT.sendAsync(claim, BodyHandlers.ofString());
      Thread.sleep(2_000);
      assertThat(answer).isNotDone();
      long begin = System.nanoTime();
      runtime.terminate();
      runtime.awaitEnd();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
      assertThat(answer).failsWithin(Duration.ofSeconds(5));
      assertThat(runtime.output()).doesNotContain("ERROR", "Exception");
    }
  }

  @Test
  void help_tellsEveryOption() throws Exception {
    try (ChildRuntime runtime = child("help.out", "--help")) {
      assertThat(runtime.awaitEnd()).isZero();
      assertThat(runtime.output())
          .contains("--port", "--data", "--fsync", "--in-memory", "--dynamodb-endpoint", "--smtp")
          .contains("--pool", "--parameter", "8888");
    }
  }

  private static void send(String signal, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private ChildRuntime onDisk(String option) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--port", "0", "--data", data().toString()));
    if (!option.isEmpty()) {
      arguments.add(option);
    }
    return child("child.out", arguments.toArray(new String[0]));
  }

  private ChildRuntime child(String output, String... arguments) throws Exception {
    return new ChildRuntime(folder.resolve(output), arguments);
  }
}
