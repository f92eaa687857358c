// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A queue of a project: what every operation on a queue, its messages and its claims is addressed
 * to.
 */
public record QueueKey(ProjectId project, QueueName name) {
  private static final int HASH_BYTES = 16;

  /**
   * Sixteen bytes that stand for this queue in partition keys. Both parts go in with their lengths
   * before them, so no choice of names makes two queues one.
   */
  public byte[] hash() {
    byte[] projectBytes = project.value().getBytes(StandardCharsets.UTF_8);
    byte[] nameBytes = name.value().getBytes(StandardCharsets.UTF_8);
    ByteBuffer parts =
        ByteBuffer.allocate(2 * Integer.BYTES + projectBytes.length + nameBytes.length)
            .putInt(projectBytes.length)
            .put(projectBytes)
            .putInt(nameBytes.length)
            .put(nameBytes);
    return Arrays.copyOf(Sha256.of(parts.array()), HASH_BYTES);
  }

  /** The hash in hexadecimal, for keys that people read. */
  public String hexHash() {
    return HexFormat.of().formatHex(hash());
  }

  /** The same project's queue of another name. */
  public QueueKey sibling(QueueName other) {
    return new QueueKey(project, other);
  }
}
