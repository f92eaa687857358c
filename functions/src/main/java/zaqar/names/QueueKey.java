// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue of a project: what every operation on a queue, its messages and its claims is addressed
 * to. No record, since each key of an item begins with its hash, which is computed once.
 */
public final class QueueKey {
  private static final int HASH_BYTES = 16;

  private final ProjectId project;
  private final QueueName name;
  private final byte[] hash;

  /** The queue of this name in this project. */
  public QueueKey(ProjectId project, QueueName name) {
    this.project = project;
    this.name = name;
    hash = hash(project, name);
  }

  private static byte[] hash(ProjectId project, QueueName name) {
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

  /** Whose it is. */
  public ProjectId project() {
    return project;
  }

  /** What it is called in its project. */
  public QueueName name() {
    return name;
  }

  /**
   * Sixteen bytes that stand for this queue in partition keys. Both parts go in with their lengths
   * before them, so no choice of names makes two queues one.
   */
  public byte[] hash() {
    return hash.clone();
  }

  /** The hash in hexadecimal, for keys that people read. */
  public String hexHash() {
    return HexFormat.of().formatHex(hash);
  }

  /** The same project's queue of another name. */
  public QueueKey sibling(QueueName other) {
    return new QueueKey(project, other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueueKey key && project.equals(key.project) && name.equals(key.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(project, name);
  }

  @Override
  public String toString() {
    return project + "/" + name;
  }
}
