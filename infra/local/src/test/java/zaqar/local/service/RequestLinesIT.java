// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** The one line of the log that is written for each request. */
class RequestLinesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Faults faults = new Faults();
  private final Instance instance = Instance.replayable(new MovableClock(), 1, faults);
  private final String queue = UUID.randomUUID().toString();

  private JsonNode line(Instance by, String method, String path, String body) throws IOException {
    by.log().clear();
    by.calls().start();
    Instance.Reply reply = by.call(method, path, body);
    Calls.Cost cost = by.calls().stop();
    assertThat(by.log()).hasSize(1);
    JsonNode line = JSON.readTree(by.log().getFirst());
    assertThat(line.path("request_id").asText())
        .isEqualTo(reply.headers().get("X-Openstack-Request-Id"));
    assertThat(line.path("status").asInt()).isEqualTo(reply.status());
    assertThat(line.path("project").asText()).isEqualTo("p");
    assertThat(line.path("queue").asText()).isEqualTo(queue);
    assertThat(line.path("write_units").asDouble()).as("%s", cost).isEqualTo(cost.writes());
    assertThat(line.path("read_units").asDouble()).as("%s", cost).isEqualTo(cost.reads());
    assertThat(line.path("round_trips").asInt()).as("%s", cost).isEqualTo(cost.roundTrips());
    assertThat(line.path("WriteUnits").asDouble()).isEqualTo(cost.writes());
    assertThat(line.path("ReadUnits").asDouble()).isEqualTo(cost.reads());
    return line;
  }

  private JsonNode line(String method, String path, String body) throws IOException {
    return line(instance, method, path, body);
  }

  private static String messages(int count) {
    String each = "{\"ttl\": 600, \"body\": \"%s\"}".formatted(Instance.letters(1, 800));
    return "{\"messages\": [%s]}".formatted(String.join(", ", Collections.nCopies(count, each)));
  }

  @Test
  void line_saysWhatTheRequestCostAndDid() throws IOException {
    line(
        "PUT",
        queue,
        "{\"_max_claim_count\": 1, \"_dead_letter_queue\": \"%s-d\"}".formatted(queue));
    assertThat(line("POST", queue + "/messages", messages(10)).path("MessagesIn").asInt())
        .isEqualTo(10);
    instance.clock().advance(Duration.ofSeconds(7));
    JsonNode list = line("GET", queue + "/messages?echo=true", "");
    assertThat(list.path("MessagesOut").asInt()).isEqualTo(10);
    assertThat(list.path("OldestMessageAge").asInt()).isBetween(5, 60);
    JsonNode claim = line("POST", queue + "/claims?limit=4", "{\"ttl\": 60, \"grace\": 60}");
    assertThat(claim.path("MessagesOut").asInt()).isEqualTo(4);
    assertThat(claim.path("OldestMessageAge").asInt()).isBetween(5, 60);
    assertThat(claim.has("LostRaces")).isFalse();
    JsonNode pop = line("DELETE", queue + "/messages?pop=5", "");
    assertThat(pop.path("operation").asText()).isEqualTo("DELETE /v2/queues/{queue_name}/messages");
    assertThat(pop.path("MessagesOut").asInt()).isEqualTo(5);
    String id = instance.post(queue, 1, 800).getFirst();
    assertThat(line("DELETE", queue + "/messages/" + id, "").has("OldestMessageAge")).isFalse();
    instance.clock().advance(Duration.ofSeconds(61));
    line("POST", queue + "/claims?limit=10", "");
    line("GET", queue + "/stats", "");
    line("DELETE", queue, "");
  }

  @Test
  void line_tellsOfACursorThatCouldNotBeMoved() throws IOException {
    instance.call("PUT", queue, "");
    for (int i = 0; i < 4; i++) {
      instance.post(queue, 10, 10);
    }
    instance.clock().advance(Duration.ofSeconds(5));
    instance.call("POST", queue + "/claims?limit=20", "");
    faults.failAll(TransactWriteItemsRequest.class);
    instance.log().clear();

    Instance.Reply reply = instance.call("POST", queue + "/claims?limit=20", "");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(instance.log()).hasSize(1);
    JsonNode line = JSON.readTree(instance.log().getFirst());
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("warnings").path(0).asText()).startsWith("a cursor could not be moved");
  }

  /** Lambda filters lines by level only where they have a timestamp of this form. */
  @Test
  void line_saysWhenItWasWrittenAndByWhichRelease() throws IOException {
    Instant before = instance.clock().instant().truncatedTo(ChronoUnit.MILLIS);

    JsonNode line = line("PUT", queue, "");

    assertThat(Instant.parse(line.path("timestamp").asText()))
        .isBetween(before, instance.clock().instant());
    assertThat(line.path("version").asText()).isNotBlank();
  }

  /** Two that look at the same head at the same time: one of them takes nothing of it. */
  @Test
  void line_countsWhatWasLostToOthers() throws IOException {
    instance.call("PUT", queue, "");
    instance.post(queue, 2, 10);
    Instance rival = instance.another();
    faults.follow(
        attempt -> {
          if (attempt.call().equals("BatchExecuteStatement 1") && attempt.isFirst()) {
            assertThat(rival.call("DELETE", queue + "/messages?pop=2", "").status()).isEqualTo(200);
          }
          return Fault.NONE;
        });
    instance.log().clear();

    instance.call("POST", queue + "/claims?limit=2", "");

    assertThat(JSON.readTree(instance.log().getFirst()).path("LostRaces").asInt()).isEqualTo(2);
  }

  /** DynamoDB takes a unit for it, and says nothing of that. */
  @Test
  void line_countsAWriteThatWasRefused() throws IOException {
    String id = instance.post(queue, 1, 10).getFirst();
    instance.call("POST", queue + "/claims", "");
    instance.log().clear();

    assertThat(instance.call("DELETE", queue + "/messages/" + id, "").status()).isEqualTo(403);

    JsonNode line = JSON.readTree(instance.log().getFirst());
    assertThat(line.path("write_units").asDouble()).isEqualTo(1);
    assertThat(line.path("read_units").asDouble()).isEqualTo(1);
    assertThat(line.path("Faults").asInt()).isZero();
  }

  @Test
  void line_holdsNeitherBodiesNorTokens() {
    Map<String, String> secrets =
        Map.of(
            "x-auth-token", "secret-token",
            "authorization", "Bearer secret-bearer",
            "x-roles", "secret-role");
    for (Sent request :
        List.of(
            new Sent("p", Sent.CLIENT, "POST", path("/messages"), secrets, body("secret-body")),
            new Sent("p", Sent.CLIENT, "GET", path("/messages"), secrets, ""),
            new Sent("p", Sent.CLIENT, "POST", path("/claims"), secrets, ""),
            new Sent("p", Sent.CLIENT, "POST", path("/messages"), secrets, "secret-nonsense"),
            new Sent("p", Sent.CLIENT, "DELETE", path("/messages?pop=1"), secrets, ""))) {
      instance.call(request);
    }

    assertThat(instance.log()).hasSize(5);
    assertThat(String.join("\n", instance.log())).doesNotContain("secret");
  }

  private String path(String rest) {
    return "/v2/queues/" + queue + rest;
  }

  private static String body(String text) {
    return "{\"messages\": [{\"body\": \"%s\"}]}".formatted(text);
  }
}
