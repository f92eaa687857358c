// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import zaqar.local.aws.Endpoint;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.HttpRequest;

/** SQS as far as the delivery function needs it, in the time of a clock. */
final class PlayedSqs implements AutoCloseable {
  private static final String TYPE = "application/x-amz-json-1.0";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Clock clock;
  private final BooleanSupplier isSenderDead;
  private final Endpoint endpoint = Endpoint.start("sqs", this::handle);
  private final List<Entry> entries = new ArrayList<>();
  private int sent;

  /** A message that comes out at a time, unless it is deleted before. */
  record Entry(String id, String body, Instant at) {}

  /** Takes nothing of who is dead. */
  PlayedSqs(Clock clock, BooleanSupplier isSenderDead) {
    this.clock = clock;
    this.isSenderDead = isSenderDead;
  }

  String uri() {
    return endpoint.uri().toString();
  }

  synchronized void add(String body, Duration delay) {
    entries.add(new Entry(UUID.randomUUID().toString(), body, clock.instant().plus(delay)));
  }

  /** When the next message comes out; empty if there is none. */
  synchronized Optional<Instant> next() {
    return entries.stream().map(Entry::at).min(Instant::compareTo);
  }

  /** Up to ten that are out by now; they come again unless they are deleted in time. */
  synchronized List<Entry> receive(Duration visibilityTimeout) {
    Instant now = clock.instant();
    List<Entry> out = entries.stream().filter(entry -> !entry.at().isAfter(now)).limit(10).toList();
    entries.removeAll(out);
    out.forEach(
        entry -> entries.add(new Entry(entry.id(), entry.body(), now.plus(visibilityTimeout))));
    return out;
  }

  synchronized void delete(String id) {
    entries.removeIf(entry -> entry.id().equals(id));
  }

  /** How many messages functions have sent. */
  synchronized int sent() {
    return sent;
  }

  private HttpAnswer handle(HttpRequest request) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    if (isSenderDead.getAsBoolean()) {
      return Endpoint.json(400, TYPE, answer.put("__type", "AccessDeniedException"));
    }
    answer.putArray("Failed");
    ArrayNode successful = answer.putArray("Successful");
    for (JsonNode entry : JSON.readTree(request.body()).path("Entries")) {
      String body = entry.path("MessageBody").asText();
      add(body, Duration.ofSeconds(entry.path("DelaySeconds").asLong()));
      count();
      successful
          .addObject()
          .put("Id", entry.path("Id").asText())
          .put("MessageId", UUID.randomUUID().toString())
          .put("MD5OfMessageBody", md5(body));
    }
    return Endpoint.json(200, TYPE, answer);
  }

  private synchronized void count() {
    sent++;
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
