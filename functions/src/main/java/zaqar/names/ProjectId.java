package zaqar.names;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A project, as OpenStack names it: any characters, never empty. Its length is limited on routes
 * that name a queue.
 */
public record ProjectId(String value) {
  private static final int HASH_BYTES = 16;

  public ProjectId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a project id is never empty");
    }
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
