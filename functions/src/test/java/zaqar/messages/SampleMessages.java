// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import zaqar.names.ClaimId;
import zaqar.names.ClientId;
import zaqar.names.MessageId;

/** Messages for tests, as they are read from their items. */
public final class SampleMessages {
  /** When they were posted. */
  public static final Instant POSTED = Instant.parse("2026-01-01T00:00:00Z");

  public static final MessageId ID = new MessageId(Ulid.min(POSTED.toEpochMilli()), 3);

  private SampleMessages() {}

  /** A message that nobody has claimed. */
  public static Message free(Duration ttl, String body) {
    return message(ttl, POSTED.plus(ttl), null, Instant.EPOCH, body, null);
  }

  /** A message that a claim holds, or held. */
  public static Message claimed(ClaimId claim, Instant until, String body) {
    Duration ttl = Duration.ofHours(1);
    return message(ttl, POSTED.plus(ttl), claim, until, body, null);
  }

  /** A message with its body in an item of its own, not read yet. */
  public static Message apart(Duration ttl, Instant expiry, Instant bodyExpiry) {
    return message(ttl, expiry, null, Instant.EPOCH, null, bodyExpiry);
  }

  private static Message message(
      Duration ttl,
      Instant expiry,
      @Nullable ClaimId claim,
      Instant claimedUntil,
      @Nullable String body,
      @Nullable Instant bodyExpiry) {
    return new Message(
        ID,
        new ClientId(new UUID(1, 2)),
        null,
        0,
        POSTED,
        ttl,
        expiry,
        Instant.EPOCH,
        claim,
        claimedUntil,
        claim == null ? 0 : 1,
        null,
        body == null ? 0 : body.length(),
        body,
        bodyExpiry,
        StoredBody.ITEM_OVERHEAD);
  }
}
