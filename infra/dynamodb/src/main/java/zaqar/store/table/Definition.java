// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a table is, apart from its items.
 *
 * @param id another one for a later table of the same name
 * @param view what its stream shows of items, if it has a stream
 * @param streamLabel the name of its latest stream, if there ever was one
 * @param expiry the attribute with the second in which an item expires, if there is one
 */
public record Definition(
    String name,
    String id,
    Instant created,
    List<Key> attributes,
    KeySchema keys,
    boolean isOnDemand,
    Throughput throughput,
    List<Index> indexes,
    Optional<View> view,
    Optional<String> streamLabel,
    boolean isProtected,
    Optional<String> expiry) {
  /** Keeps copies. */
  public Definition {
    attributes = List.copyOf(attributes);
    indexes = List.copyOf(indexes);
  }

  /** What a stream shows of items. */
  public enum View {
    KEYS_ONLY,
    NEW_IMAGE,
    OLD_IMAGE,
    NEW_AND_OLD_IMAGES;

    /** Whether it shows all of an item as it is after a change. */
    public boolean showsNew() {
      return this == NEW_IMAGE || this == NEW_AND_OLD_IMAGES;
    }

    /** Whether it shows all of an item as it was before a change. */
    public boolean showsOld() {
      return this == OLD_IMAGE || this == NEW_AND_OLD_IMAGES;
    }
  }

  /** The same with a stream, or with none. */
  public Definition withStream(Optional<View> other, Optional<String> label) {
    return new Definition(
        name,
        id,
        created,
        attributes,
        keys,
        isOnDemand,
        throughput,
        indexes,
        other,
        label,
        isProtected,
        expiry);
  }

  /** The same with or without protection. */
  public Definition withProtection(boolean other) {
    return new Definition(
        name,
        id,
        created,
        attributes,
        keys,
        isOnDemand,
        throughput,
        indexes,
        view,
        streamLabel,
        other,
        expiry);
  }

  /** The same with items that expire, or with none. */
  public Definition withExpiry(Optional<String> other) {
    return new Definition(
        name,
        id,
        created,
        attributes,
        keys,
        isOnDemand,
        throughput,
        indexes,
        view,
        streamLabel,
        isProtected,
        other);
  }

  /** The same, paid otherwise. */
  public Definition withThroughput(boolean onDemand, Throughput other) {
    return new Definition(
        name,
        id,
        created,
        attributes,
        keys,
        onDemand,
        other,
        indexes,
        view,
        streamLabel,
        isProtected,
        expiry);
  }

  /** The same with other indexes. */
  public Definition withIndexes(List<Key> otherAttributes, List<Index> others) {
    return new Definition(
        name,
        id,
        created,
        otherAttributes,
        keys,
        isOnDemand,
        throughput,
        others,
        view,
        streamLabel,
        isProtected,
        expiry);
  }
}
