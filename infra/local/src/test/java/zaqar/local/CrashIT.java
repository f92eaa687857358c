package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power cuts: the runtime is killed under load, again and again, on the same data. */
class CrashIT {
  private static final int ROUNDS = 3;
  private static final int PRODUCERS = 4;
  private static final int CONSUMERS = 2;
  private static final long SECONDS_OF_LOAD = 3;
  private static final int IDS_PER_REQUEST = 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://[^ ]+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> maybeDeleted = ConcurrentHashMap.newKeySet();
  private volatile String base = "";

  @Test
  void acknowledgedMessages_surviveKill9UnderLoad(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    for (int round = 0; round < ROUNDS; round++) {
      try (ChildRuntime runtime = start(folder, data, round)) {
        assertThat(missing()).as("lost before round %s", round).isEmpty();
        ExecutorService load = startLoad();
        TimeUnit.SECONDS.sleep(SECONDS_OF_LOAD);
        runtime.kill();
        load.shutdownNow();
        assertThat(load.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    try (ChildRuntime last = start(folder, data, ROUNDS)) {
      assertThat(last.pid()).isPositive();
      assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 10);
      assertThat(maybeDeleted).isNotEmpty();
      assertThat(missing()).isEmpty();
    }
    assertThat(processesOn(data)).as("orphans").isEmpty();
  }

  private ChildRuntime start(Path folder, Path data, int round) throws Exception {
    ChildRuntime runtime =
        new ChildRuntime(
            folder.resolve("output-" + round), "--port", "0", "--data", data.toString());
    runtime.awaitListening();
    Matcher address = ADDRESS.matcher(runtime.output());
    assertThat(address.find()).isTrue();
    base = address.group(1);
    return runtime;
  }

  private ExecutorService startLoad() {
    ExecutorService load = Executors.newVirtualThreadPerTaskExecutor();
    for (int i = 0; i < PRODUCERS; i++) {
      load.submit(() -> untilItBreaks(this::post));
    }
    for (int i = 0; i < CONSUMERS; i++) {
      load.submit(() -> untilItBreaks(this::consume));
    }
    return load;
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static void untilItBreaks(Step step) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        step.run();
      }
    } catch (IOException | InterruptedException theRuntimeIsGone) {
      Thread.currentThread().interrupt();
    }
  }

  private void post() throws IOException, InterruptedException {
    String document =
        "{\"messages\":[{\"body\":\"small\"},{\"body\":\"" + "large".repeat(1000) + "\"}]}";
    HttpResponse<String> reply = send("POST", "/messages", document);
    if (reply.statusCode() == 201) {
      for (JsonNode href : JSON.readTree(reply.body()).get("resources")) {
        acknowledged.add(href.asText().replaceAll(".*/", ""));
      }
    }
  }

  private void consume() throws IOException, InterruptedException {
    HttpResponse<String> reply = send("POST", "/claims?limit=3", "");
    if (reply.statusCode() == 201) {
      for (JsonNode message : JSON.readTree(reply.body()).get("messages")) {
        maybeDeleted.add(message.get("id").asText());
        send("DELETE", message.get("href").asText().replaceAll(".*/messages", "/messages"), "");
      }
    }
  }

  private List<String> missing() throws IOException, InterruptedException {
    List<String> expected = new ArrayList<>(acknowledged);
    expected.removeAll(maybeDeleted);
    List<String> missing = new ArrayList<>(expected);
    for (int i = 0; i < expected.size(); i += IDS_PER_REQUEST) {
      List<String> ids = expected.subList(i, Math.min(expected.size(), i + IDS_PER_REQUEST));
      JsonNode found =
          JSON.readTree(send("GET", "/messages?ids=" + String.join(",", ids), "").body());
      found.path("messages").forEach(message -> missing.remove(message.get("id").asText()));
    }
    return missing;
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(base + "/v2/queues/crash" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Client-ID", "3381af92-2b9e-11e3-b191-71861300734c")
            .header("X-Project-ID", "demo")
            .header("Content-Type", "application/json")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> processesOn(Path data) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(commandLine -> commandLine.contains(data.toString()))
        .toList();
  }
}
