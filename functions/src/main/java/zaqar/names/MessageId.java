// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import com.github.f4b6a3.ulid.Ulid;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message's id: a ULID, by which messages are ordered, and the shard that holds it. Written as 28
 * characters, the shard in the last two.
 */
public record MessageId(Ulid ulid, int shard) implements Comparable<MessageId> {
  private static final Comparator<MessageId> ORDER =
      Comparator.comparing(MessageId::ulid).thenComparingInt(MessageId::shard);
  private static final Pattern FORM = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}[0-9a-f]{2}");
  private static final int HEX = 16;

  public MessageId {
    if (shard < 0 || shard > 0xff) {
      throw new IllegalArgumentException("a shard is a number of one byte");
    }
  }

  /** Reads an id as written by {@link #toString}; empty if it is none. */
  public static Optional<MessageId> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(
            new MessageId(
                Ulid.from(text.substring(0, Ulid.ULID_CHARS)),
                Integer.parseInt(text.substring(Ulid.ULID_CHARS), HEX)))
        : Optional.empty();
  }

  @Override
  public int compareTo(MessageId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return ulid.toLowerCase() + HexFormat.of().toHexDigits((byte) shard);
  }
}
