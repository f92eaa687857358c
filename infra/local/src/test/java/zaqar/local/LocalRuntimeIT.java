package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zaqar.local.failure.CannotStart;

@Timeout(120)
class LocalRuntimeIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void start_servesTheTemplatesRoutesAndTables() throws Exception {
    try (LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.InMemory()))) {
      assertThat(runtime.baseUri().getHost()).isEqualTo("127.0.0.1");
      assertThat(call(runtime, "GET", "/v2/ping").statusCode()).isEqualTo(204);
      assertThat(new StoreProbe(runtime.dynamoDbEndpoint()).tables())
          .contains("ControlTable", "MessageTable");
    }
  }

  @Test
  void start_withAnotherDynamoDbLeavesItRunning() {
    try (LocalRuntime first = LocalRuntime.start(Options.on(new Storage.InMemory()))) {
      Storage elsewhere = new Storage.Elsewhere(first.dynamoDbEndpoint());
      try (LocalRuntime second = LocalRuntime.start(Options.on(elsewhere))) {
        assertThat(second.dynamoDbEndpoint()).isEqualTo(first.dynamoDbEndpoint());
      }
      assertThat(new StoreProbe(first.dynamoDbEndpoint()).tables()).isNotEmpty();
    }
  }

  @Test
  void start_tellsWhenNoDynamoDbAnswers() {
    Storage nothing = new Storage.Elsewhere(URI.create("http://127.0.0.1:1"));

    assertRefused(Options.on(nothing), "http://127.0.0.1:1");
    assertThatThrownBy(() -> new Storage.Elsewhere(URI.create("nothing")))
        .isInstanceOf(CannotStart.class);
  }

  @Test
  void start_tellsWhenNoCloudAnswers() {
    URI nowhere = URI.create("http://127.0.0.1:1");

    assertRefused(
        Options.on(new Storage.Cloud(nowhere, nowhere)), "no queues and buses at " + nowhere);
    assertThatThrownBy(() -> new Storage.Cloud(URI.create("nothing"), nowhere))
        .isInstanceOf(CannotStart.class);
  }

  @Test
  void start_refusesATakenPort() {
    try (LocalRuntime first = LocalRuntime.start(Options.on(new Storage.OnDisk(folder)))) {
      int port = first.baseUri().getPort();

      assertRefused(Options.on(new Storage.InMemory()).withPort(port), "port " + port);
    }
  }

  @Test
  void start_refusesDataThatAnotherRuntimeHolds() {
    try (LocalRuntime first = LocalRuntime.start(Options.on(new Storage.OnDisk(folder)))) {
      assertThat(first.failure()).isNotDone();
      assertRefused(
          Options.on(new Storage.OnDisk(folder)),
          "process " + ProcessHandle.current().pid() + " already runs on the data");
    }
  }

  @Test
  void start_refusesAFolderItCannotWrite() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertRefused(Options.on(new Storage.OnDisk(file)), file.toString());
    assertRefused(Options.on(new Storage.OnDisk(file.resolve("sub"))), file.toString());
  }

  @Test
  void start_refusesBadParameters() {
    Options options = Options.on(new Storage.InMemory());

    assertRefused(options.withParameters(Map.of("Unheard", "1")), "Unheard");
    assertRefused(options.withParameters(Map.of("AuthMode", "guess")), "AuthMode");
    assertRefused(
        options.withParameters(Map.of("AuthMode", "jwt")),
        "AuthMode=jwt needs JwtIssuer and JwtAudience");
  }

  @Test
  void crashOfTheStore_makesRequestsA503UntilItIsBack() throws Exception {
    try (LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.OnDisk(folder)))) {
      assertThat(call(runtime, "PUT", "/v2/queues/kept").statusCode()).isEqualTo(201);
      assertThat(StoreProbe.process(folder).orElseThrow().destroyForcibly()).isTrue();

      HttpResponse<String> reply = call(runtime, "PUT", "/v2/queues/kept");
      assertThat(reply.statusCode()).isEqualTo(503);
      assertThat(reply.body()).startsWith("{\"title\":").contains("\"description\":");
      while (reply.statusCode() == 503) {
        TimeUnit.MILLISECONDS.sleep(50);
        reply = call(runtime, "PUT", "/v2/queues/kept");
      }
      assertThat(reply.statusCode()).as("of a queue that exists").isEqualTo(204);
      assertThat(runtime.failure()).isNotDone();
    }
    assertThat(StoreProbe.processes(folder)).isEmpty();
  }

  @Test
  void close_endsTheStoreAndKeepsItsData() throws Exception {
    ProcessHandle store;
    try (LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.OnDisk(folder)))) {
      store = StoreProbe.process(folder).orElseThrow();
      new StoreProbe(runtime.dynamoDbEndpoint()).createTable("Kept");
    }
    assertThat(store.isAlive()).isFalse();
    assertThat(StoreProbe.process(folder)).isEmpty();

    try (LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.OnDisk(folder)))) {
      assertThat(new StoreProbe(runtime.dynamoDbEndpoint()).tables()).contains("Kept");
    }
  }

  private static void assertRefused(Options options, String reason) {
    assertThatThrownBy(() -> LocalRuntime.start(options).close())
        .isInstanceOf(CannotStart.class)
        .message()
        .contains(reason)
        .doesNotContain("\n");
  }

  private static HttpResponse<String> call(LocalRuntime runtime, String method, String path)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(runtime.baseUri() + path))
            .method(method, BodyPublishers.noBody())
            .header("Client-ID", "3381af92-2b9e-11e3-b191-71861300734c")
            .header("X-Project-ID", "demo")
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
