// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.Arrays;
import zaqar.store.expression.Condition;
import zaqar.store.value.Value;

/** Some of the sort keys of a partition, as bytes. */
final class Range {
  /** All of them. */
  static final Range ALL = new Range(new byte[0], true, new byte[0], false);

  private final byte[] lower;
  private final boolean hasLower;
  private final byte[] upper;
  private final boolean hasUpper;

  private Range(byte[] lower, boolean hasLower, byte[] upper, boolean hasUpper) {
    this.lower = lower;
    this.hasLower = hasLower;
    this.upper = upper;
    this.hasUpper = hasUpper;
  }

  /** Where it begins. */
  byte[] lower() {
    return lower;
  }

  /** Whether it has what it begins with. */
  boolean hasLower() {
    return hasLower;
  }

  /** Where it ends. */
  byte[] upper() {
    return upper;
  }

  /** Whether it has what it ends with. */
  boolean hasUpper() {
    return hasUpper;
  }

  /** Whether it goes on to the end of the partition. */
  boolean isOpen() {
    return upper.length == 0 && !hasUpper;
  }

  /** Those that compare so with a value. */
  static Range of(Condition.Comparator comparator, Value value) {
    byte[] bytes = KeyBytes.of(value);
    return switch (comparator) {
      case EQUAL -> new Range(bytes, true, bytes, true);
      case LESS -> new Range(ALL.lower, true, bytes, false);
      case AT_MOST -> new Range(ALL.lower, true, bytes, true);
      case GREATER -> new Range(bytes, false, ALL.upper, false);
      case AT_LEAST -> new Range(bytes, true, ALL.upper, false);
      case UNEQUAL -> throw new IllegalArgumentException("no range");
    };
  }

  /** Those from one value to another. */
  static Range between(Value lower, Value upper) {
    return new Range(KeyBytes.of(lower), true, KeyBytes.of(upper), true);
  }

  /** Those that begin with a value. */
  static Range beginningWith(Value value) {
    byte[] prefix = KeyBytes.of(value);
    return new Range(prefix, true, KeyBytes.after(prefix), false);
  }

  boolean contains(byte[] sort) {
    return contains(sort, 0);
  }

  /** Whether a sort key is in it that has some bytes before it. */
  boolean contains(byte[] key, int start) {
    int fromLower = compare(key, start, lower);
    return (hasLower ? fromLower >= 0 : fromLower > 0) && (isOpen() || endsAfter(key, start));
  }

  private boolean endsAfter(byte[] key, int start) {
    int fromUpper = compare(key, start, upper);
    return hasUpper ? fromUpper <= 0 : fromUpper < 0;
  }

  private static int compare(byte[] key, int start, byte[] end) {
    return Arrays.compareUnsigned(key, start, key.length, end, 0, end.length);
  }
}
