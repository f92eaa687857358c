// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static zaqar.dynamodb.MessageTable.AUTHOR;
import static zaqar.dynamodb.MessageTable.BODY_EXPIRY;
import static zaqar.dynamodb.MessageTable.BODY_LENGTH;
import static zaqar.dynamodb.MessageTable.CLAIM;
import static zaqar.dynamodb.MessageTable.CLAIMED_UNTIL;
import static zaqar.dynamodb.MessageTable.CLAIM_COUNT;
import static zaqar.dynamodb.MessageTable.DELAYED_UNTIL;
import static zaqar.dynamodb.MessageTable.EXPIRY;
import static zaqar.dynamodb.MessageTable.FORMAT;
import static zaqar.dynamodb.MessageTable.HOPS;
import static zaqar.dynamodb.MessageTable.ID;
import static zaqar.dynamodb.MessageTable.LETTER_COUNT;
import static zaqar.dynamodb.MessageTable.LETTER_QUEUE;
import static zaqar.dynamodb.MessageTable.LETTER_TTL;
import static zaqar.dynamodb.MessageTable.PARTITION;
import static zaqar.dynamodb.MessageTable.REQUEST;
import static zaqar.dynamodb.MessageTable.TTL;
import static zaqar.dynamodb.MessageTable.VERSION;
import static zaqar.dynamodb.MessageTable.WRITTEN;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.QueueInPool;
import zaqar.encryption.DataKey;
import zaqar.names.ClaimId;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.QueueName;
import zaqar.names.RequestId;

/** Messages as items and back; the layout is drawn in {@link MessageTable}. */
public final class MessageItems {
  /**
   * A body apart outlives its message by this, so that claims may extend the message without
   * writing both.
   */
  public static final Duration BODY_MARGIN = Duration.ofDays(2);

  private static final int SHARD_BYTE_FROM_END = 1;

  private MessageItems() {}

  /**
   * The items of a new message: the message, and its body if that does not fit.
   *
   * @param body null if it fits
   */
  public record Items(
      Map<String, AttributeValue> message, @Nullable Map<String, AttributeValue> body) {}

  /**
   * What a new message's items are made of.
   *
   * @param request the one that posted it, as far as that is known
   * @param hops by how many deliveries of a Zaqar's it came here
   * @param letter where it was, if it is a dead letter
   */
  public record NewMessage(
      MessageId id,
      ClientId author,
      Optional<RequestId> request,
      int hops,
      Instant created,
      Duration ttl,
      Instant delayedUntil,
      long claimCount,
      String body,
      Optional<DeadLetter> letter) {}

  /** The first whole second that is not before an instant. */
  public static Instant ceiling(Instant instant) {
    return instant.getNano() == 0 ? instant : Instant.ofEpochSecond(instant.getEpochSecond() + 1);
  }

  /**
   * Items for a message that is posted, or moved here, at {@code now}. Its ttl counts from when it
   * becomes available.
   *
   * @param key what its body is encrypted with, if it is
   */
  public static Items write(
      QueueInPool queue, NewMessage message, Optional<DataKey> key, Instant now) {
    Ulid ulid = message.id().ulid();
    boolean isDelayed = message.delayedUntil().isAfter(now);
    Instant available = isDelayed ? message.delayedUntil() : now;
    Instant expiry = ceiling(available.plus(message.ttl()));
    Map<String, AttributeValue> item = new HashMap<>(MessageTable.message(queue, message.id()));
    item.put(VERSION, FORMAT);
    item.put(TTL, Attributes.number(message.ttl().toSeconds()));
    item.put(EXPIRY, Attributes.number(expiry.getEpochSecond()));
    item.put(AUTHOR, Attributes.bytes(message.author().bytes()));
    message.request().ifPresent(id -> item.put(REQUEST, Attributes.bytes(id.bytes())));
    if (message.hops() > 0) {
      item.put(HOPS, Attributes.number(message.hops()));
    }
    item.put(CLAIMED_UNTIL, Attributes.number(0));
    item.put(CLAIM_COUNT, Attributes.number(message.claimCount()));
    if (message.created().toEpochMilli() != ulid.getTime()) {
      item.put(WRITTEN, Attributes.number(message.created().toEpochMilli()));
    }
    if (isDelayed) {
      item.put(DELAYED_UNTIL, Attributes.number(message.delayedUntil().toEpochMilli()));
    }
    message
        .letter()
        .ifPresent(
            letter -> {
              item.put(LETTER_QUEUE, Attributes.text(letter.queue().value()));
              item.put(LETTER_COUNT, Attributes.number(letter.claimCount()));
              item.put(LETTER_TTL, Attributes.number(letter.ttl().toSeconds()));
            });
    StoredBody body =
        key.map(with -> StoredBody.of(message.body(), with, queue.queue(), message.id()))
            .orElseGet(() -> StoredBody.of(message.body()));
    int length = message.body().getBytes(StandardCharsets.UTF_8).length;
    boolean fitsInline = body.fitsInline(message.hops() > 0, message.letter());
    if (!fitsInline || length != body.bytes().length) {
      item.put(BODY_LENGTH, Attributes.number(length));
    }
    if (fitsInline) {
      item.put(body.attribute(), Attributes.bytes(body.bytes()));
      return new Items(item, null);
    }
    AttributeValue bodyExpiry = Attributes.number(expiry.plus(BODY_MARGIN).getEpochSecond());
    item.put(BODY_EXPIRY, bodyExpiry);
    Map<String, AttributeValue> bodyItem = new HashMap<>(MessageTable.body(queue, message.id()));
    bodyItem.put(VERSION, FORMAT);
    bodyItem.put(EXPIRY, bodyExpiry);
    bodyItem.put(body.attribute(), Attributes.bytes(body.bytes()));
    return new Items(item, bodyItem);
  }

  /** The message in an item. */
  public static Message read(Map<String, AttributeValue> item) {
    Ulid ulid = Objects.requireNonNull(Attributes.ulid(item, ID));
    byte[] partition = Attributes.bytes(item, PARTITION);
    Ulid claim = Attributes.ulid(item, CLAIM);
    StoredBody stored = StoredBody.read(item);
    int storedLength = stored == null ? 0 : stored.bytes().length;
    return new Message(
        new MessageId(ulid, partition[partition.length - SHARD_BYTE_FROM_END]),
        ClientId.of(Attributes.bytes(item, AUTHOR)),
        item.containsKey(REQUEST) ? RequestId.of(Attributes.bytes(item, REQUEST)) : null,
        (int) Attributes.number(item, HOPS, 0),
        millis(item, WRITTEN, ulid.getTime()),
        Duration.ofSeconds(Attributes.number(item, TTL, 0)),
        Instant.ofEpochSecond(Attributes.number(item, EXPIRY)),
        millis(item, DELAYED_UNTIL, 0),
        claim == null ? null : new ClaimId(claim),
        millis(item, CLAIMED_UNTIL, 0),
        Attributes.number(item, CLAIM_COUNT, 0),
        stored,
        (int) Attributes.number(item, BODY_LENGTH, storedLength),
        null,
        item.containsKey(BODY_EXPIRY)
            ? Instant.ofEpochSecond(Attributes.number(item, BODY_EXPIRY))
            : null,
        item.containsKey(LETTER_QUEUE)
            ? new DeadLetter(
                new QueueName(Attributes.text(item, LETTER_QUEUE)),
                Attributes.number(item, LETTER_COUNT, 0),
                Duration.ofSeconds(Attributes.number(item, LETTER_TTL, 0)))
            : null,
        StoredBody.ITEM_OVERHEAD + storedLength);
  }

  private static Instant millis(Map<String, AttributeValue> item, String name, long ifAbsent) {
    return Instant.ofEpochMilli(Attributes.number(item, name, ifAbsent));
  }
}
