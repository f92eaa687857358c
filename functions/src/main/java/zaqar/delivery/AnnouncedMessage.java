// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static zaqar.dynamodb.MessageTable.BODY;
import static zaqar.dynamodb.MessageTable.DEFLATED_BODY;
import static zaqar.dynamodb.MessageTable.ENCRYPTED_BODY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import zaqar.http.Json;
import zaqar.messages.Message;
import zaqar.messages.Messages;
import zaqar.messages.StoredBody;
import zaqar.names.MessageId;
import zaqar.names.RequestId;

/**
 * A message that subscribers are to be told of.
 *
 * @param request the request that posted it; empty for what the first release has written
 * @param hops by how many deliveries of a Zaqar's it came here
 * @param delay from when it was posted to when it becomes available; whole seconds
 * @param isLetter whether it tells of something that could not be delivered itself
 * @param body as stored; empty where it is apart, where it stays longer than its message
 */
record AnnouncedMessage(
    MessageId id,
    Optional<RequestId> request,
    int hops,
    Instant posted,
    Duration ttl,
    Duration delay,
    boolean isLetter,
    Optional<StoredBody> body)
    implements DeliveryContent {
  /** Longer bodies, which deflate well if they are here at all, travel deflated. */
  private static final int LONGEST_TEXT = 10_000;

  private static final String REQUEST = "request_id";
  private static final String HOPS = "hops";
  private static final String DEFLATED = "deflated";
  private static final String ENCRYPTED = "encrypted";

  static AnnouncedMessage of(Message message) {
    Duration held = Duration.between(message.created(), message.delayedUntil());
    Duration delay = Duration.ofSeconds(Math.round(held.toMillis() / 1000.0));
    return new AnnouncedMessage(
        message.id(),
        Optional.ofNullable(message.request()),
        message.hops(),
        message.created(),
        message.ttl(),
        delay.isNegative() ? Duration.ZERO : delay,
        message.author().equals(Messages.LETTERS_AUTHOR),
        Optional.ofNullable(message.stored()));
  }

  AnnouncedMessage with(StoredBody found) {
    return new AnnouncedMessage(
        id, request, hops, posted, ttl, delay, isLetter, Optional.of(found));
  }

  @Override
  public String key() {
    return id.toString();
  }

  @Override
  public Instant availableAt() {
    return posted.plus(delay);
  }

  Instant end() {
    return availableAt().plus(ttl);
  }

  @Override
  public ObjectNode write() {
    ObjectNode document =
        Json.object()
            .put("id", id.toString())
            .put("posted", posted.toString())
            .put("ttl", ttl.toSeconds())
            .put("delay", delay.toSeconds());
    request.ifPresent(known -> document.put(REQUEST, known.toString()));
    if (hops > 0) {
      document.put(HOPS, hops);
    }
    if (isLetter) {
      document.put("letter", true);
    }
    body.ifPresent(stored -> write(stored, document));
    return document;
  }

  private static void write(StoredBody stored, ObjectNode document) {
    if (stored.isEncrypted()) {
      document.put(ENCRYPTED, stored.bytes());
      return;
    }
    String text = stored.text();
    boolean isLong = text.length() > LONGEST_TEXT && stored.attribute().equals(DEFLATED_BODY);
    if (isLong || hasNoncharacters(text)) {
      document.put(DEFLATED, stored.deflated().bytes());
    } else {
      document.put("body", text);
    }
  }

  /** SQS refuses a message that holds one, and with it all that is in the same event. */
  private static boolean hasNoncharacters(String text) {
    return text.indexOf('\uFFFE') >= 0 || text.indexOf('\uFFFF') >= 0;
  }

  static AnnouncedMessage read(JsonNode document) {
    return new AnnouncedMessage(
        MessageId.parse(document.path("id").asText()).orElseThrow(),
        RequestId.parse(document.path(REQUEST).asText()),
        document.path(HOPS).asInt(),
        Instant.parse(document.path("posted").asText()),
        Duration.ofSeconds(document.path("ttl").asLong()),
        Duration.ofSeconds(document.path("delay").asLong()),
        document.path("letter").asBoolean(),
        body(document));
  }

  private static Optional<StoredBody> body(JsonNode document) {
    return decoded(document, DEFLATED, DEFLATED_BODY)
        .or(() -> decoded(document, ENCRYPTED, ENCRYPTED_BODY))
        .or(() -> plain(document));
  }

  private static Optional<StoredBody> decoded(JsonNode document, String member, String attribute) {
    return Optional.ofNullable(document.path(member).textValue())
        .map(text -> new StoredBody(attribute, Base64.getDecoder().decode(text)));
  }

  private static Optional<StoredBody> plain(JsonNode document) {
    return Optional.ofNullable(document.path("body").textValue())
        .map(text -> new StoredBody(BODY, text.getBytes(StandardCharsets.UTF_8)));
  }
}
