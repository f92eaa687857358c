// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Refusal;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/** An attribute that is a key, or a part of one. */
public record Key(String name, Type type) {
  /** Takes a scalar type. */
  public Key {
    if (!type.isScalar()) {
      throw new IllegalArgumentException("no key can be of type " + type);
    }
  }

  /** Sees that a whole item has it. */
  void requireInItem(Map<String, Value> item, int mostBytes) {
    Value value = item.get(name);
    if (value == null) {
      throw Refusal.invalidValue("Missing the key " + name + " in the item");
    }
    if (value.type() != type) {
      throw Refusal.invalidValue(
          "Type mismatch for key " + (name + " expected: " + type) + (" actual: " + value.type()));
    }
    requireSize(value, mostBytes);
  }

  /** Sees that a key has it. */
  void requireInKey(Map<String, Value> key, int mostBytes) {
    Value value = key.get(name);
    if (value == null || value.type() != type) {
      throw Refusal.invalid("The provided key element does not match the schema");
    }
    requireSize(value, mostBytes);
  }

  private void requireSize(Value value, int mostBytes) {
    if (isEmpty(value)) {
      throw Refusal.invalid(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + (type == Type.S ? "string" : "binary")
              + (" value. Key: " + name));
    }
    if (type != Type.N && value.size() > mostBytes) {
      throw Refusal.invalidValue(
          mostBytes == KeySchema.MOST_PARTITION_BYTES
              ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
              : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }

  /** Whether a value is nothing that a key can be. */
  static boolean isEmpty(@Nullable Value value) {
    return value != null && value.type() != Type.N && value.size() == 0;
  }

  /** Whether an item has a value of the right type. */
  boolean isIn(Map<String, Value> item) {
    Value value = item.get(name);
    return value != null && value.type() == type;
  }
}
