// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import static zaqar.dynamodb.ControlTable.SORT;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;

/** Which pools were unhealthy when they were looked at last: for healthy ones nothing is kept. */
final class UnhealthyPoolStore {
  private final ControlItems items;

  UnhealthyPoolStore(Platform platform) {
    items = new ControlItems(platform);
  }

  /** Their names. */
  Set<String> all() {
    return items.all(ControlTable.unhealthyPools()).stream()
        .map(item -> Attributes.text(item, SORT))
        .collect(Collectors.toSet());
  }

  void add(String pool) {
    items.commit(List.of(items.put(ControlTable.unhealthyPool(pool))));
  }

  void remove(String pool) {
    items.commit(List.of(items.delete(ControlTable.unhealthyPool(pool))));
  }
}
