// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;
import zaqar.local.store.LocalStore;
import zaqar.local.store.Tables;
import zaqar.local.template.TableResource;

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

  /** A target that is no URI is not refused before the service can say what is wrong with it. */
  @Test
  void queueName_thatNoUriHasIsRefusedByTheServiceInItsWords() throws Exception {
    try (LocalRuntime runtime = LocalRuntime.start(Options.on(new Storage.InMemory()));
        Socket socket = new Socket("127.0.0.1", runtime.baseUri().getPort())) {
      String request =
          "GET /v2/queues/{a|b} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + ("X-Project-ID: p\r\nClient-ID: " + UUID.randomUUID() + "\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("\"title\"", "letters, digits, underscores, hyphens and dots");
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

    assertRefused(Options.on(new Storage.Cloud(nowhere, nowhere)), "no tables at " + nowhere);
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
      assertThat(first.poolUris()).isEmpty();
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
  void start_refusesWhatDynamoDbLocalHasKept() throws Exception {
    Files.createFile(
        Files.createDirectories(folder.resolve("dynamodb")).resolve("shared-local-instance.db"));

    assertRefused(Options.on(new Storage.OnDisk(folder)), "DynamoDB Local has kept the data in");
  }

  @Test
  void start_makesTablesForManyPools() {
    List<String> names = IntStream.range(0, 24).mapToObj(i -> "pool-" + i).toList();
    Options options = Options.on(new Storage.InMemory()).withPools(names);
    try (LocalRuntime runtime = LocalRuntime.start(options)) {
      assertThat(runtime.poolUris()).hasSize(24);
    }
  }

  /** As when the answer to a creation was lost, or a start ended after it. */
  @Test
  void start_completesTablesThatAreHalfMade() {
    try (LocalStore store = LocalStore.inMemory()) {
      URI endpoint = store.endpoint();
      new StoreProbe(endpoint).createTable("Half");
      TableResource whole =
          new TableResource(
              "Half",
              List.of(new TableResource.Attribute("k", "S")),
              List.of(new TableResource.Key("k", "HASH")),
              Optional.of("expires"),
              Optional.empty());
      try (Tables tables = new Tables(endpoint, "us-east-1", "local")) {
        tables.createMissing(List.of(whole));
        tables.createMissing(List.of(whole));
      }
      assertThat(store.store().table("Half").definition().expiry()).contains("expires");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void close_keepsTheData(boolean isSynchronous) throws Exception {
    Options options = Options.on(new Storage.OnDisk(folder, isSynchronous));
    try (LocalRuntime runtime = LocalRuntime.start(options)) {
      assertThat(call(runtime, "PUT", "/v2/queues/kept").statusCode()).isEqualTo(201);
      new StoreProbe(runtime.dynamoDbEndpoint()).createTable("Kept");
    }

    try (LocalRuntime runtime = LocalRuntime.start(options)) {
      assertThat(new StoreProbe(runtime.dynamoDbEndpoint()).tables()).contains("Kept");
      assertThat(call(runtime, "PUT", "/v2/queues/kept").statusCode()).isEqualTo(204);
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
