// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The client that calls, reduced to sixteen bytes: equal for all spellings of one UUID (contract
 * 2.2), which is what echo filtering compares.
 */
public record ClientId(UUID value) {
  private static final Pattern DECORATION = Pattern.compile("^[{}]+|[{}]+$|-");

  /** No spelling that anybody uses is longer; a text without end would take its time. */
  private static final int LONGEST = 100;

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");

  /**
   * Reads a UUID as Python does: dashed or not, in either case, within braces, after {@code
   * urn:uuid:}; empty if it is none of these.
   */
  public static Optional<ClientId> ofUuid(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String digits =
        DECORATION.matcher(text.replace("urn:", "").replace("uuid:", "")).replaceAll("");
    if (!HEX.matcher(digits).matches()) {
      return Optional.empty();
    }
    return Optional.of(of(HexFormat.of().parseHex(digits)));
  }

  /** Stands for any other string, where Client-ID need not be a UUID. */
  public static ClientId ofText(String text) {
    return new ClientId(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The client of sixteen bytes. */
  public static ClientId of(byte[] bytes) {
    return new ClientId(Ulid.from(bytes).toUuid());
  }

  /** The sixteen bytes. */
  public byte[] bytes() {
    return Ulid.from(value).toBytes();
  }
}
