// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zaqar.messages.Message;
import zaqar.messages.MessageItems;

/**
 * How long a claim lasts, and how long the messages it holds must outlast it.
 *
 * @param grace added to the life of messages that would end before the claim (contract 6.1)
 */
record ClaimTerms(Duration ttl, Duration grace) {
  private static final Duration CLOSE = Duration.ofDays(1);

  /** When a claim that begins now ends. */
  Instant end(Instant now) {
    return now.plus(ttl);
  }

  /**
   * Whether a message would end while claimed, and so is given more life. One that is about to end
   * is given none: the write could land when it is over, and bring it back.
   */
  boolean extend(Message message, Instant now) {
    return message.expiry().isBefore(end(now)) && message.outlastsWrites(now);
  }

  /** A message's expiry under this claim. */
  Instant expiry(Message message, Instant now) {
    return extend(message, now) ? MessageItems.ceiling(end(now).plus(grace)) : message.expiry();
  }

  /** How long after the times in their ids the last of these messages ends under this claim. */
  Duration lifespan(List<Message> messages, Instant now) {
    return messages.stream()
        .map(m -> Duration.between(Instant.ofEpochMilli(m.id().ulid().getTime()), expiry(m, now)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** The ttl that a message shows under this claim. */
  Duration shownTtl(Message message, Instant now) {
    return extend(message, now) ? ttl.plus(grace) : message.ttl();
  }

  /**
   * When the item of a body that is apart must go at the earliest: as before, unless the extension
   * comes too close to that. Null if the body is not apart.
   */
  @Nullable Instant bodyExpiry(Message message, Instant now) {
    Instant before = message.bodyExpiry();
    Instant expiry = expiry(message, now);
    boolean isClose = before != null && expiry.isAfter(before.minus(CLOSE));
    return isClose ? expiry.plus(MessageItems.BODY_MARGIN) : before;
  }
}
