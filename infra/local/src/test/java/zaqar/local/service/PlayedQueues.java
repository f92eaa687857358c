// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;

/** SQS as far as deliveries need it, in the time of a clock that can be moved. */
final class PlayedQueues implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Clock clock;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * What a queue holds.
   *
   * @param due when it comes out
   */
  record Entry(String url, String body, Instant due) {
    boolean isUndelivered() {
      return url.contains("Undelivered");
    }

    SQSEvent event() {
      SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
      message.setMessageId(UUID.randomUUID().toString());
      message.setBody(body);
      SQSEvent event = new SQSEvent();
      event.setRecords(List.of(message));
      return event;
    }
  }

  PlayedQueues(Clock clock) throws IOException {
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      ObjectNode answer = JSON.createObjectNode();
      if (request.has("Entries")) {
        ArrayNode successful = answer.putArray("Successful");
        for (JsonNode entry : request.get("Entries")) {
          successful
              .addObject()
              .put("Id", entry.path("Id").asText())
              .put("MessageId", "m")
              .put("MD5OfMessageBody", take(request, entry));
        }
        answer.putArray("Failed");
      } else {
        answer.put("MessageId", "m").put("MD5OfMessageBody", take(request, request));
      }
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Takes an entry, and returns the checksum that the SDK looks at. */
  private String take(JsonNode request, JsonNode entry) {
    String body = entry.path("MessageBody").asText();
    add(
        new Entry(
            request.path("QueueUrl").asText(),
            body,
            clock.instant().plusSeconds(entry.path("DelaySeconds").asLong())));
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void add(Entry entry) {
    entries.add(entry);
  }

  /** Takes out what is due, but for what was given up. */
  synchronized List<Entry> due() {
    Instant now = clock.instant();
    List<Entry> due =
        entries.stream().filter(e -> !e.isUndelivered() && !e.due().isAfter(now)).toList();
    entries.removeAll(due);
    return due;
  }

  /** What was given up. */
  synchronized List<Entry> undelivered() {
    return entries.stream().filter(Entry::isUndelivered).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
