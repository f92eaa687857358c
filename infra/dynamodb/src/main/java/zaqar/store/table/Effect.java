// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.Optional;

/** What a write did: what was there, and what is there now. */
public record Effect(Table table, Optional<Item> before, Optional<Item> after) {
  private static final int BYTES_OF_A_UNIT = 1024;

  /** The write units of it, by the larger of both items. */
  public int units() {
    return units(Math.max(size(before), size(after)));
  }

  private static int size(Optional<Item> item) {
    return item.map(Item::size).orElse(0);
  }

  private static int units(int bytes) {
    return Math.max(1, (bytes + BYTES_OF_A_UNIT - 1) / BYTES_OF_A_UNIT);
  }

  /** The write units of an index: one entry that goes, and one that comes, or one that changes. */
  public int units(Index index) {
    Optional<Item> old = entry(index, before);
    Optional<Item> now = entry(index, after);
    if (old.equals(now)) {
      return 0;
    }
    boolean isMoved =
        old.isPresent()
            && now.isPresent()
            && !index
                .keys()
                .of(old.get().attributes())
                .equals(index.keys().of(now.get().attributes()));
    return isMoved ? units(size(old)) + units(size(now)) : units(Math.max(size(old), size(now)));
  }

  private Optional<Item> entry(Index index, Optional<Item> item) {
    return item.filter(each -> index.keys().isIn(each.attributes()))
        .map(each -> Item.of(index.of(each.attributes(), table.definition().keys())));
  }
}
