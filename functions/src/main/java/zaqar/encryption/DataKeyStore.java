// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;

/** Wrapped data keys in the control table. They are never changed, and never deleted. */
final class DataKeyStore {
  private final ControlItems items;

  DataKeyStore(Platform platform) {
    items = new ControlItems(platform);
  }

  /** The wrapped key of a name. */
  Optional<byte[]> find(String name) {
    return items
        .find(ControlTable.dataKey(name))
        .map(item -> Attributes.bytes(item, ControlTable.WRAPPED));
  }

  /** Keeps a key unless there is one of that name, which the loser is to use. */
  boolean putIfAbsent(String name, byte[] wrapped) {
    Map<String, AttributeValue> item = new HashMap<>(ControlTable.dataKey(name));
    item.put(ControlTable.WRAPPED, Attributes.bytes(wrapped));
    return items.commit(List.of(items.putIfAbsent(item)));
  }
}
