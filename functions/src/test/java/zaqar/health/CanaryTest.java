// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.dynamodb.Ticks;
import zaqar.health.PoolHealth.OperationResult;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.settings.TemplateVariables;

class CanaryTest {
  private final List<String> calls = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final Ticks clock = new Ticks();
  private Duration pace = Duration.ofMillis(3);
  private int posted;

  /** Answers as a queue with two messages does. */
  private Response serve(Request request) {
    clock.pass(pace);
    String resource = request.resource().replace("/v2/queues/{queue_name}", "");
    calls.add((request.method() + " " + resource).strip());
    return switch (request.method() + " " + resource) {
      case "PUT " -> Response.created("/v2/queues/canary");
      case "POST /messages" ->
          json(201, "{'resources': ['/v2/queues/canary/messages/%d']}".formatted(++posted));
      case "POST /claims" ->
          json(201, "{'messages': [{'href': '/v2/queues/canary/messages/1?claim_id=c'}]}")
              .with("Location", "/v2/queues/canary/claims/c");
      case "GET /messages" ->
          json(200, posted == 0 ? "{'messages': []}" : "{'messages': [{'href': '/messages/2'}]}");
      default -> Response.noContent();
    };
  }

  private static Response json(int status, String body) {
    return Response.json(status, Json.parse(body.replace('\'', '"')));
  }

  private PoolHealth check(UnaryOperator<Handler> fault) {
    posted = 0;
    DynamoDbClient none = null;
    Platform platform =
        new Platform(
            new DynamoDb(none, none, new ClockGuard(clock, Duration.ZERO)),
            TemplateVariables.settings(),
            new Parallel(Runnable::run),
            clock,
            Sleeper.real(),
            new Random(1));
    return new Canary("gold", fault.apply(this::serve), platform, log::add).check();
  }

  /** Where one call is answered by this status, or tells of another message. */
  private static UnaryOperator<Handler> wrong(String call, Response answer) {
    return handler ->
        request -> {
          Response right = handler.handle(request);
          String sent =
              request.method() + " " + request.resource().replace("/v2/queues/{queue_name}", "");
          return sent.equals(call) ? answer : right;
        };
  }

  private static Map<Operation, Boolean> successes(PoolHealth checkup) {
    return checkup.outcomes().stream()
        .collect(Collectors.toMap(OperationResult::operation, OperationResult::isSuccess));
  }

  private static List<Operation> failures(PoolHealth checkup) {
    return checkup.outcomes().stream()
        .filter(outcome -> !outcome.isSuccess())
        .map(OperationResult::operation)
        .toList();
  }

  @Test
  void pool_thatDoesAllIsHealthy() {
    PoolHealth checkup = check(handler -> handler);

    assertThat(calls)
        .containsExactly(
            "PUT",
            "POST /messages",
            "POST /messages",
            "POST /claims",
            "GET /messages",
            "DELETE /messages/{message_id}",
            "DELETE /messages",
            "DELETE /claims/{claim_id}",
            "DELETE");
    assertThat(checkup.isHealthy()).isTrue();
    assertThat(checkup.isReachable()).isTrue();
    assertThat(checkup.time()).isEqualTo(pace.multipliedBy(9));
    assertThat(successes(checkup)).hasSize(Operation.values().length);
    assertThat(log).isEmpty();
  }

  @Test
  void failure_isOfOneOperationAndLeadsToTheLog() {
    PoolHealth checkup =
        check(wrong("DELETE /messages/{message_id}", json(503, "{'title': 'no'}")));

    assertThat(failures(checkup)).containsExactly(Operation.DELETE_MESSAGES);
    assertThat(checkup.isHealthy()).isFalse();
    assertThat(checkup.isReachable()).isTrue();
    JsonNode line = Json.parse(log.getFirst());
    assertThat(line.path("request_id").asText())
        .isEqualTo(checkup.outcomes().get(4).ref().orElseThrow());
    assertThat(line.path("pool").asText()).isEqualTo("gold");
    assertThat(line.path("operation").asText()).isEqualTo("DELETE_MESSAGES");
    assertThat(line.path("reason").asText())
        .isEqualTo(
            "DELETE /v2/queues/{queue_name}/messages/{message_id} -> 503 {\"title\":\"no\"}");
  }

  @Test
  void failure_isOfWhatNeedsItToo() {
    PoolHealth checkup = check(wrong("POST /claims", Response.noContent()));

    assertThat(failures(checkup))
        .containsExactly(
            Operation.CLAIM_MESSAGES, Operation.BULK_DELETE_MESSAGES, Operation.DELETE_CLAIM);
    assertThat(
            checkup.outcomes().stream()
                .map(OperationResult::ref)
                .flatMap(Optional::stream)
                .distinct())
        .hasSize(1);
    assertThat(log).hasSize(1);
  }

  @Test
  void queue_isDeletedInAnyCase() {
    PoolHealth checkup = check(wrong("PUT ", json(503, "{}")));

    assertThat(calls).containsExactly("PUT", "DELETE");
    assertThat(failures(checkup)).hasSize(Operation.values().length - 1);
    assertThat(checkup.isReachable()).isFalse();
  }

  @Test
  void messages_ofOthersAreAFailure() {
    Response others = json(200, "{'messages': [{'href': '/v2/queues/canary/messages/7'}]}");

    assertThat(failures(check(wrong("GET /messages", others))))
        .containsExactly(Operation.LIST_MESSAGES);
    assertThat(failures(check(wrong("GET /messages", json(200, "{'messages': []}")))))
        .containsExactly(Operation.LIST_MESSAGES);
  }

  @Test
  void nothing_isBegunThatWouldComeTooLate() {
    pace = Duration.ofSeconds(3);

    PoolHealth checkup = check(wrong("POST /messages", json(503, "{}")));

    assertThat(calls).containsExactly("PUT", "POST /messages", "DELETE");
    assertThat(failures(checkup)).contains(Operation.LIST_MESSAGES);
  }
}
