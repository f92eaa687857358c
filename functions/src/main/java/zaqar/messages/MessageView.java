// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import zaqar.http.Json;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.names.QueueName;

/**
 * Messages as clients see them: exactly the fields of contract 2.8, since python-zaqarclient breaks
 * on any other that it has not asked for. The body goes out as it came in, to the byte.
 *
 * @param withChecksum whether to add an MD5 of the body
 */
public record MessageView(boolean withChecksum) {
  /** Why messages are moved to a dead-letter queue: the limit that they have reached. */
  private static final String CLAIMED_TOO_OFTEN = "max_claim_count";

  /** Path of a message, as long as no claim holds it. */
  public static String href(QueueName queue, MessageId id) {
    return "/v2/queues/" + queue + "/messages/" + id;
  }

  /** A message in a listing, by id, or in a claim. */
  ObjectNode show(QueueName queue, Message message, Instant now) {
    Optional<ClaimId> holder = message.holder(now);
    String href = href(queue, message.id());
    ObjectNode shown =
        Json.object()
            .put("id", message.id().toString())
            .put("href", holder.map(claim -> href + "?claim_id=" + claim).orElse(href))
            .put("ttl", message.ttl().toSeconds())
            .put("age", message.age(now));
    return withBody(shown, message);
  }

  /** The same; if {@code isDetailed}, with what else is known of the message. */
  public ObjectNode show(QueueName queue, Message message, Instant now, boolean isDetailed) {
    ObjectNode shown = show(queue, message, now);
    if (!isDetailed) {
      return shown;
    }
    Instant available =
        message.delayedUntil().isAfter(message.created())
            ? message.delayedUntil()
            : message.created();
    shown
        .put("claimed_until", message.isClaimed(now) ? instant(message.claimedUntil()) : null)
        .put("claim_count", message.claimCount())
        .put("available_at", instant(available))
        .put("request_id", message.request() == null ? null : message.request().toString());
    DeadLetter letter = message.letter();
    if (letter != null) {
      shown
          .putObject("dead_letter")
          .put("queue", letter.queue().value())
          .put("reason", CLAIMED_TOO_OFTEN)
          .put("claim_count", letter.claimCount());
    }
    return shown;
  }

  private static String instant(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A message that was popped: it has no place any more. */
  ObjectNode showPopped(Message message, Instant now) {
    ObjectNode shown =
        Json.object()
            .put("id", message.id().toString())
            .put("age", message.age(now))
            .put("ttl", message.ttl().toSeconds())
            .putNull("claim_id")
            .put("claim_count", message.claimCount());
    return withBody(shown, message);
  }

  private ObjectNode withBody(ObjectNode shown, Message message) {
    String body = Objects.requireNonNull(message.body());
    shown.putRawValue("body", new RawValue(body));
    if (withChecksum) {
      Checksum.of(body).ifPresent(checksum -> shown.put("checksum", checksum));
    }
    return shown;
  }
}
