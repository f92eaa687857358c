// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A project, as OpenStack names it: any characters of Unicode, never empty. Its length is limited
 * on routes that name a queue.
 */
public record ProjectId(String value) {
  private static final int HASH_BYTES = 16;

  public ProjectId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a project id is never empty");
    }
    if (!isUtf8(value)) {
      throw new IllegalArgumentException("a project id is text that UTF-8 can carry");
    }
  }

  /** The project of this name, if one can have it. */
  public static Optional<ProjectId> of(String value) {
    return value.isEmpty() || !isUtf8(value) ? Optional.empty() : Optional.of(new ProjectId(value));
  }

  /** Half a surrogate pair would go into keys as the same question mark as any other. */
  private static boolean isUtf8(String value) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(value);
  }

  /** What stands for it where not all characters may be: sixteen bytes, in hexadecimal. */
  public String hexHash() {
    byte[] hash = Sha256.of(value.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
  }

  @Override
  public String toString() {
    return value;
  }
}
