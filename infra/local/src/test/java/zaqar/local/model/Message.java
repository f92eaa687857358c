// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import java.time.Duration;
import java.time.Instant;

/** A message of the model. Its body is all its own, so that it is known again in another queue. */
final class Message implements Comparable<Message> {
  final String id;
  final String author;
  final String body;
  final Instant created;
  final Instant delayedUntil;
  Duration ttl;
  Instant expiry;
  String claim = "";
  Instant claimedUntil = Instant.EPOCH;
  long claimCount;

  Message(
      String id, String author, String body, Instant created, Instant delayedUntil, Duration ttl) {
    this.id = id;
    this.author = author;
    this.body = body;
    this.created = created;
    this.delayedUntil = delayedUntil;
    this.ttl = ttl;
    expiry = (isDelayed(created) ? delayedUntil : created).plus(ttl);
  }

  boolean isLive(Instant now) {
    return now.isBefore(expiry);
  }

  boolean isClaimed(Instant now) {
    return now.isBefore(claimedUntil);
  }

  boolean isDelayed(Instant now) {
    return now.isBefore(delayedUntil);
  }

  /**
   * Whether its life, its claim or its delay ends so close to a time that it may have ended, or its
   * life so soon that a claim may not lengthen it.
   */
  boolean endsNear(Instant now) {
    boolean isAboutToEnd = !now.isBefore(expiry.minusSeconds(13)) && now.isBefore(expiry);
    return isAboutToEnd
        || isNear(expiry, now)
        || isNear(claimedUntil, now)
        || isNear(delayedUntil, now);
  }

  private static boolean isNear(Instant end, Instant now) {
    return !now.isBefore(end.minusSeconds(1)) && now.isBefore(end.plusSeconds(4));
  }

  /** A dead letter, as it comes into being. */
  static Message letter(String id, Message original, Duration ttl, Instant now) {
    Message letter =
        new Message(id, original.author, original.body, original.created, Instant.EPOCH, ttl);
    letter.expiry = now.plus(ttl);
    letter.claimCount = original.claimCount;
    return letter;
  }

  /** Ids sort as the messages do. */
  @Override
  public int compareTo(Message other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return brief(body);
  }

  /** What tells a body from all others. */
  static String brief(String body) {
    return body.replaceAll(" .*", "");
  }
}
