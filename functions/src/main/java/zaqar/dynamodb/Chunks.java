// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.util.List;
import java.util.stream.Gatherers;

/** Lists cut into pieces that DynamoDB takes at once. */
public final class Chunks {
  /** The most writes or statements in one call. */
  public static final int WRITES = 25;

  /** The most items read in one call. */
  public static final int READS = 100;

  private Chunks() {}

  /** A list as lists of at most {@code size}. */
  public static <T> List<List<T>> of(List<T> list, int size) {
    return list.stream().gather(Gatherers.windowFixed(size)).toList();
  }
}
