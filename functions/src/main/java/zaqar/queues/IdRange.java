// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.github.f4b6a3.ulid.Ulid;

/**
 * A range of ids in a shard, both ends included. Its places are numbered by the upper half of an
 * id, which counts 65,536ths of a millisecond. That is fine enough to distinguish the messages of
 * one post.
 */
public record IdRange(int shard, Ulid from, Ulid to) {

  long length() {
    return isEmpty() ? 0 : to.getMostSignificantBits() - from.getMostSignificantBits() + 1;
  }

  /** Whether there is nothing between its ends. */
  public boolean isEmpty() {
    return from.compareTo(to) > 0;
  }

  /** Its places from one, counted from zero, to before another. */
  IdRange part(long start, long end) {
    long first = from.getMostSignificantBits();
    Ulid partFrom = new Ulid(first + start, 0);
    Ulid partTo = new Ulid(first + end - 1, -1);
    return new IdRange(
        shard,
        partFrom.compareTo(from) < 0 ? from : partFrom,
        partTo.compareTo(to) > 0 ? to : partTo);
  }

  /** What lies after an id. */
  public IdRange after(Ulid id) {
    return new IdRange(shard, id.increment(), to);
  }

  /** What lies at an id or after it. */
  public IdRange startingAt(Ulid id) {
    return id.compareTo(from) > 0 ? new IdRange(shard, id, to) : this;
  }

  IdRange upTo(Ulid id) {
    return new IdRange(shard, from, id);
  }
}
