// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zaqar.dynamodb.TimeBounds;
import zaqar.names.ClaimId;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.RequestId;

/**
 * A message as read from its item.
 *
 * @param author the client that posted it
 * @param request the request that posted it; null if that is not known
 * @param hops by how many deliveries of a Zaqar's it came here, from the queue it was first posted
 *     to
 * @param created when it was posted; a dead letter keeps the time of its original
 * @param ttl as posted, or as rewritten by a claim's grace or a dead-letter queue
 * @param expiry when it ends; whole seconds
 * @param delayedUntil when it becomes available; the epoch if never delayed
 * @param claim the claim that took it last, if it was not released
 * @param claimedUntil when that claim lapses; the epoch if there is none
 * @param claimCount how often it was claimed, where that is counted
 * @param stored the body as it is stored; null if it is apart and not loaded
 * @param bodyLength bytes of the body as sent
 * @param body the JSON text as sent; null until it is loaded
 * @param bodyExpiry when the item of a body that is apart goes, else null
 * @param letter where it was before it became a dead letter; null if it is none, or that is not
 *     known
 * @param size bytes that its item takes up in the table, nearly
 */
public record Message(
    MessageId id,
    ClientId author,
    @Nullable RequestId request,
    int hops,
    Instant created,
    Duration ttl,
    Instant expiry,
    Instant delayedUntil,
    @Nullable ClaimId claim,
    Instant claimedUntil,
    long claimCount,
    @Nullable StoredBody stored,
    int bodyLength,
    @Nullable String body,
    @Nullable Instant bodyExpiry,
    @Nullable DeadLetter letter,
    int size) {

  /** The ids of messages, in a set of the caller's own. */
  public static Set<MessageId> ids(Collection<Message> messages) {
    return messages.stream().map(Message::id).collect(Collectors.toCollection(HashSet::new));
  }

  /** Whether the message is still there. */
  public boolean isLive(Instant now) {
    return now.isBefore(expiry);
  }

  /**
   * Whether a write that is decided on now lands before its end, so that it can be given more life
   * or moved: whatever lands later must not bring back what was over. Where lives of less than a
   * minute are allowed, a sixth of its life has to do.
   */
  public boolean outlastsWrites(Instant now) {
    Duration sixth = ttl.dividedBy(6);
    Duration most = TimeBounds.UNDER_WAY;
    return now.plus(sixth.compareTo(most) < 0 ? sixth : most).isBefore(expiry);
  }

  /** Whether a claim holds it. */
  public boolean isClaimed(Instant now) {
    return now.isBefore(claimedUntil);
  }

  /** Whether it waits for its delay to pass. */
  public boolean isDelayed(Instant now) {
    return now.isBefore(delayedUntil);
  }

  /** Whether it can be claimed. */
  public boolean isAvailable(Instant now) {
    return isLive(now) && !isClaimed(now) && !isDelayed(now);
  }

  /** Whether this claim holds it. */
  public boolean isHeldBy(ClaimId holder, Instant now) {
    return holder.equals(claim) && isClaimed(now) && isLive(now);
  }

  /** The claim that holds it. */
  public Optional<ClaimId> holder(Instant now) {
    return isClaimed(now) ? Optional.ofNullable(claim) : Optional.empty();
  }

  /** Whole seconds since it was posted, never negative. */
  public long age(Instant now) {
    return Math.max(0, Duration.between(created, now).toSeconds());
  }

  /** The message with its body, as it is stored and as it was sent. */
  Message with(StoredBody found, String text) {
    return new Message(
        id,
        author,
        request,
        hops,
        created,
        ttl,
        expiry,
        delayedUntil,
        claim,
        claimedUntil,
        claimCount,
        found,
        bodyLength,
        text,
        bodyExpiry,
        letter,
        size);
  }
}
