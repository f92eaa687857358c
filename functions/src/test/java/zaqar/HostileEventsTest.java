// SPDX-License-Identifier: Apache-2.0
package zaqar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zaqar.http.ApiGateway;
import zaqar.http.Errors;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Response;
import zaqar.settings.TemplateVariables;

/** Whatever an event holds, and whatever is thrown on the way, a handler answers. */
class HostileEventsTest {
  private final Service service = Service.from(environment());
  private final List<String> log = new ArrayList<>();

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(TemplateVariables.read());
    List.of("", "_EVENTBRIDGE", "_SQS")
        .forEach(service -> environment.put("AWS_ENDPOINT_URL" + service, "http://127.0.0.1:1"));
    List.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        .forEach(variable -> environment.put(variable, "local"));
    return environment;
  }

  /** What no gateway sends. */
  static List<String> eventsOfNoGateway() {
    return List.of(
        "",
        "null",
        "[]",
        "\"\"",
        "7",
        "\u0000",
        "{\"httpMethod\": ",
        "{\"httpMethod\": \"GET\"} {}",
        "\ufeff{\"path\": \"/\"}",
        "{\"body\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}",
        "{\"body\": " + "{\"a\": ".repeat(101) + "1" + "}".repeat(102),
        "{\"" + "n".repeat(50_001) + "\": 1}",
        "{\"headers\": {" + names(200_000) + "}}");
  }

  /** What a gateway might send, and much that it does not. */
  static List<String> oddRequests() {
    return List.of(
        "{}",
        "{\"httpMethod\": null, \"path\": null, \"headers\": null, \"body\": null}",
        "{\"httpMethod\": 1, \"path\": [], \"headers\": [1], \"requestContext\": []}",
        "{\"headers\": {\"a\": null}, \"multiValueHeaders\": {\"a\": null, \"b\": [null]}}",
        "{\"multiValueHeaders\": {\"b\": 1}, \"multiValueQueryStringParameters\": {\"c\": [{}]}}",
        "{\"path\": \"/\\ud800\", \"httpMethod\": \"\\udc00\"}",
        "{\"path\": \"/\\u0000\"}",
        "{\"path\": 12345678901234567890123}",
        "{\"body\": \"=\", \"isBase64Encoded\": true}",
        "{\"multiValueQueryStringParameters\": {" + names(10_000) + "}}",
        "{\"queryStringParameters\": {" + names(10_000) + "}}");
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"n" + i + "\": [\"1\"]")
        .collect(Collectors.joining(","));
  }

  private JsonNode answer(byte[] event) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new HomeFunction(service).handleRequest(new ByteArrayInputStream(event), output, null);
    return Json.parse(output.toString(UTF_8));
  }

  private static void assertUnavailable(JsonNode answer) {
    assertThat(answer.path("statusCode").intValue()).isEqualTo(503);
    assertThat(answer.path("headers").path("X-Openstack-Request-Id").textValue())
        .startsWith("req-");
    assertThat(Json.parse(answer.path("body").textValue()).path("title").textValue())
        .isEqualTo("Service temporarily unavailable");
  }

  @ParameterizedTest
  @MethodSource("eventsOfNoGateway")
  void event_ofNoGatewayIsA503(String event) throws Exception {
    assertUnavailable(answer(event.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("oddRequests")
  void request_thatIsOddIsRefused(String event) throws Exception {
    assertThat(answer(event.getBytes(UTF_8)).path("statusCode").intValue()).isBetween(400, 404);
  }

  @Test
  void event_thatIsNoUtf8IsAnswered() throws Exception {
    JsonNode answer = answer("{\"path\": \"/\u00ff\"}".getBytes(ISO_8859_1));

    assertThat(answer.path("statusCode").intValue()).isEqualTo(404);
  }

  @Test
  void event_thatIsNoneIsA503() {
    assertThat(new HomeFunction(service).handleRequest(null, null).getStatusCode()).isEqualTo(503);
  }

  private void assertUnavailable(Handler handler) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new ApiGateway(handler, new Random(1), new Errors(log::add))
        .answer(new ByteArrayInputStream("{}".getBytes(UTF_8)), output);
    assertUnavailable(Json.parse(output.toString(UTF_8)));
  }

  private static Response deep(int level) {
    return deep(level + 1).with("Level", String.valueOf(level));
  }

  @Test
  void whatIsThrown_isA503AndInTheLog() throws Exception {
    assertUnavailable(
        request -> {
          throw new IllegalStateException("secret");
        });
    assertUnavailable(
        request -> {
          throw new NoClassDefFoundError("secret");
        });
    assertUnavailable(request -> deep(0));

    assertThat(log).hasSize(3).allMatch(line -> line.contains("\"request_id\":\"req-"));
    assertThat(log.getLast()).contains("StackOverflowError");
  }

  private static SQSMessage message(int id, @Nullable String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId("m" + id);
    message.setBody(body);
    return message;
  }

  @Test
  void delivery_ofEachOddMessageFailsAlone() {
    List<SQSMessage> messages = new ArrayList<>();
    Stream.of(eventsOfNoGateway(), oddRequests())
        .flatMap(List::stream)
        .forEach(body -> messages.add(message(messages.size(), body)));
    messages.add(message(messages.size(), null));
    SQSEvent event = new SQSEvent();
    event.setRecords(messages);

    assertThat(new DeliveryFunction(service).handleRequest(event, null).getBatchItemFailures())
        .extracting(BatchItemFailure::getItemIdentifier)
        .containsExactlyElementsOf(messages.stream().map(SQSMessage::getMessageId).toList());
  }
}
