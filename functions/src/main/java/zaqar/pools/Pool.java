// SPDX-License-Identifier: Apache-2.0
package zaqar.pools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import zaqar.names.QueueName;

/**
 * A message table that queues are put into when they are created.
 *
 * @param weight how often it is chosen, in proportion to the others; never if 0
 * @param uri where it is; no two pools have the same
 * @param flavor the flavor that it belongs to, if it does
 * @param options as sent
 * @param closing whether it is to be emptied, so that no queue may be put into it any more
 * @param version one more with every change; 0 if it was never written
 */
public record Pool(
    String name,
    long weight,
    PoolUri uri,
    Optional<String> flavor,
    ObjectNode options,
    boolean closing,
    long version) {
  static final long MAX_WEIGHT = 0xffff_ffffL;
  private static final int LONGEST_NAME = 64;

  public Pool {
    if (!isName(name) || weight < 0 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException("not a pool");
    }
  }

  /** Everything that an operator says of a pool. */
  record Definition(long weight, PoolUri uri, Optional<String> flavor, ObjectNode options) {}

  /** Whether a pool may have this name: it has the form of a queue's. */
  static boolean isName(String name) {
    return QueueName.isValid(name, LONGEST_NAME);
  }

  static Pool begin(String name, Definition draft) {
    return new Pool(name, draft.weight(), draft.uri(), draft.flavor(), draft.options(), false, 1);
  }

  /** This one with other values; it takes queues again. */
  Pool with(Definition draft) {
    return new Pool(
        name, draft.weight(), draft.uri(), draft.flavor(), draft.options(), false, version + 1);
  }

  /** This one as a member of another flavor, or of none; it takes queues again. */
  public Pool in(Optional<String> newFlavor) {
    return new Pool(name, weight, uri, newFlavor, options, false, version + 1);
  }

  /** This one, taking queues or not. */
  Pool closing(boolean isClosing) {
    return new Pool(name, weight, uri, flavor, options, isClosing, version + 1);
  }

  /** Whether it is a member of a flavor, and stays one. */
  boolean isIn(String wanted) {
    return !closing && flavor.filter(wanted::equals).isPresent();
  }

  /** Whether a new queue of a flavor, or of none, may be put into it. */
  boolean takes(Optional<String> wanted) {
    return weight > 0 && !closing && flavor.equals(wanted);
  }
}
