// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import zaqar.names.MessageId;

/**
 * How far a reader has come (design 4.4): everything up to the safe point is behind him for good;
 * after it, he has the messages of the seen set and nothing else. A slow writer may still land
 * between them, and will be read. A marker needs no message to exist.
 *
 * @param seen forty bits of each id after the safe point that the reader already has
 */
record Marker(Ulid safePoint, Set<Long> seen) {
  /** The most ids that a marker names. */
  static final int MOST_SEEN = 256;

  private static final byte FORMAT = 1;
  private static final int SEEN_BITS = 40;
  private static final int SEEN_BYTES = SEEN_BITS / Byte.SIZE;

  static final Marker START = new Marker(Ulid.MIN, Set.of());

  Marker {
    seen = Set.copyOf(seen);
  }

  /**
   * Reads a marker; empty if the text is none. A message's id is one, too: openstacksdk pages by
   * the id of the last message and never looks at links.
   */
  static Optional<Marker> parse(String text) {
    Optional<MessageId> message = MessageId.parse(text);
    if (message.isPresent()) {
      return Optional.of(new Marker(message.get().ulid(), Set.of()));
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int seenBytes = bytes.length - 1 - Ulid.ULID_BYTES;
    if (seenBytes < 0 || seenBytes % SEEN_BYTES != 0 || bytes[0] != FORMAT) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    Ulid safePoint = new Ulid(buffer.getLong(), buffer.getLong());
    Set<Long> seen = new HashSet<>();
    while (buffer.hasRemaining()) {
      seen.add(((buffer.get() & 0xffL) << Integer.SIZE) | (buffer.getInt() & 0xffffffffL));
    }
    return Optional.of(new Marker(safePoint, seen));
  }

  /** Whether the reader has this message, which lies after the safe point. */
  boolean hasSeen(Ulid id) {
    return seen.contains(digest(id));
  }

  /**
   * The marker after a page.
   *
   * @param passed ids on the page, and those the scan met again that the reader already had
   * @param frontier how far the page reaches
   * @param settled everything acknowledged before this was readable when the scan began
   * @param toTheEnd whether the scan met everything after the old safe point
   */
  Marker advance(List<Ulid> passed, Ulid frontier, Ulid settled, boolean toTheEnd) {
    Ulid reach = frontier.compareTo(settled) < 0 ? frontier : settled;
    Ulid safe = reach.compareTo(safePoint) > 0 ? reach : safePoint;
    Set<Long> ahead = new HashSet<>(toTheEnd ? Set.of() : seen);
    for (Ulid id : passed) {
      if (id.compareTo(safe) > 0) {
        ahead.add(digest(id));
      } else {
        ahead.remove(digest(id));
      }
    }
    return new Marker(safe, ahead);
  }

  private static long digest(Ulid id) {
    return id.getLeastSignificantBits() & ((1L << SEEN_BITS) - 1);
  }

  /** The marker as clients get it: safe in a URL, opaque, equal for equal markers. */
  @Override
  public String toString() {
    ByteBuffer buffer = ByteBuffer.allocate(1 + Ulid.ULID_BYTES + seen.size() * SEEN_BYTES);
    buffer.put(FORMAT).put(safePoint.toBytes());
    new TreeSet<>(seen)
        .forEach(id -> buffer.put((byte) (id >>> Integer.SIZE)).putInt(id.intValue()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
  }
}
