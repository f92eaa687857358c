// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import zaqar.store.value.Value;

/**
 * Keys as bytes whose order, as of unsigned numbers, is that of the keys: four bytes that scatter
 * the partitions, the length of the partition key, the partition key, the sort key.
 */
final class KeyBytes {
  private static final byte NEGATIVE = 0;
  private static final byte ZERO = 1;
  private static final byte POSITIVE = 2;
  private static final int EXPONENT_OFFSET = 1000;
  private static final int SCATTER = 0x9E3779B9;

  private KeyBytes() {}

  /** What all keys of a partition begin with. */
  static byte[] partition(Value value) {
    byte[] bytes = of(value);
    int hash = Arrays.hashCode(bytes) * SCATTER;
    return ByteBuffer.allocate(Integer.BYTES + Short.BYTES + bytes.length)
        .putInt(hash ^ (hash >>> 15))
        .putShort((short) bytes.length)
        .put(bytes)
        .array();
  }

  /** One after the other. */
  static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** The bytes of a scalar. */
  static byte[] of(Value value) {
    return switch (value) {
      case Value.S s -> s.text().getBytes(StandardCharsets.UTF_8);
      case Value.B b -> b.bytes();
      case Value.N n -> number(n.number());
      default -> throw new IllegalArgumentException("no key: " + value.type());
    };
  }

  /** Sign, exponent and digits, those of negative numbers turned over. */
  private static byte[] number(BigDecimal number) {
    if (number.signum() == 0) {
      return new byte[] {ZERO};
    }
    String digits = number.unscaledValue().abs().toString();
    int exponent = number.precision() - number.scale() + EXPONENT_OFFSET;
    boolean isNegative = number.signum() < 0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(digits.length() + 4);
    bytes.write(isNegative ? NEGATIVE : POSITIVE);
    int turned = isNegative ? 0xff : 0;
    bytes.write((exponent >> 8) ^ turned);
    bytes.write((exponent & 0xff) ^ turned);
    for (int i = 0; i < digits.length(); i++) {
      bytes.write((digits.charAt(i) - '0' + 1) ^ turned);
    }
    bytes.write(turned);
    return bytes.toByteArray();
  }

  /** The least bytes that are greater than all that begin with these; empty if there are none. */
  static byte[] after(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && prefix[last] == (byte) 0xff) {
      last--;
    }
    byte[] after = Arrays.copyOf(prefix, last + 1);
    if (last >= 0) {
      after[last]++;
    }
    return after;
  }
}
