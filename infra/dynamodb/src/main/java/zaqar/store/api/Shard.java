// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import zaqar.store.table.Change;
import zaqar.store.table.KeySchema;
import zaqar.store.table.Stream;

/**
 * A shard of a stream. A stream begins with one; after so many changes that one ends and has two
 * children, each for half of the keys, and each of these is followed by one of its own kind.
 *
 * @param generation counts from 0
 * @param half of the keys, 0 or 1; all keys are in the first of all shards
 * @param size how many changes a generation has; 0 for all
 */
record Shard(long generation, int half, int size) {
  private static final String PREFIX = "shardId-";
  private static final long FIRST = 1_000_000_000_000L;
  private static final int GENERATION_DIGITS = 20;

  /** Those of a stream that have changes which are kept, or will have some. */
  static List<Shard> all(Stream stream, int size) {
    long last = size == 0 ? 0 : stream.next() / size;
    List<Shard> shards = new ArrayList<>();
    for (long each = size == 0 ? 0 : stream.first() / size; each <= last; each++) {
      shards.add(new Shard(each, 0, size));
      if (each > 0) {
        shards.add(new Shard(each, 1, size));
      }
    }
    return shards;
  }

  /** The one of an id among those of a stream. */
  static Optional<Shard> find(String id, Stream stream, int size) {
    return all(stream, size).stream().filter(shard -> shard.id().equals(id)).findFirst();
  }

  String id() {
    return PREFIX
        + String.format(
            Locale.ROOT, "%0" + GENERATION_DIGITS + "d-%08x", FIRST + generation, half + 1);
  }

  /** The one that it follows. */
  Optional<Shard> parent() {
    return generation == 0
        ? Optional.empty()
        : Optional.of(new Shard(generation - 1, generation == 1 ? 0 : half, size));
  }

  /** The place of its first change. */
  long start() {
    return generation * size;
  }

  /** The place after its last change. */
  long end() {
    return size == 0 ? Long.MAX_VALUE : start() + size;
  }

  boolean has(Change change, KeySchema keys) {
    return change.number() < end()
        && (generation == 0 || (keys.of(change.either().attributes()).hashCode() & 1) == half);
  }
}
