// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import zaqar.http.Problem;

/**
 * The part of JSON Patch that changes queue metadata: add, replace and remove of one key each, in
 * order, all or nothing (contract 4.2).
 */
record MetadataPatch(List<Operation> operations) {
  private static final Set<String> OPS = Set.of("add", "replace", "remove");
  private static final Pattern EMPTY_SEGMENT = Pattern.compile("/\\s*/");
  private static final Pattern BAD_ESCAPE = Pattern.compile("~([^01]|$)");

  /** One step; {@code value} is missing for remove. */
  record Operation(String op, String key, JsonNode value) {}

  /**
   * Reads a patch document.
   *
   * @throws Problem if it is none
   */
  static MetadataPatch parse(JsonNode document) {
    if (!document.isArray()) {
      throw Problem.invalidBody("A patch must be an array of operations.");
    }
    List<Operation> operations = new ArrayList<>();
    document.forEach(item -> operations.add(operation(item)));
    return new MetadataPatch(List.copyOf(operations));
  }

  private static Operation operation(JsonNode item) {
    if (!item.isObject()) {
      throw Problem.invalidBody("An operation must be an object.");
    }
    JsonNode op = required(item, "op");
    if (!op.isTextual() || !OPS.contains(op.textValue())) {
      throw Problem.invalidBody("An operation must be add, replace or remove, not " + op + ".");
    }
    boolean isRemove = op.textValue().equals("remove");
    String key = key(required(item, "path"), isRemove);
    return new Operation(op.textValue(), key, isRemove ? item : required(item, "value"));
  }

  private static JsonNode required(JsonNode item, String member) {
    JsonNode value = item.get(member);
    if (value == null) {
      throw Problem.invalidBody("An operation needs a member \"" + member + "\".");
    }
    return value;
  }

  private static String key(JsonNode path, boolean isRemove) {
    String pointer = path.textValue();
    if (pointer == null
        || !pointer.startsWith("/")
        || pointer.endsWith("/")
        || EMPTY_SEGMENT.matcher(pointer).find()
        || BAD_ESCAPE.matcher(pointer).find()) {
      throw Problem.invalidBody("A path must be a JSON pointer such as /metadata/key, not " + path);
    }
    List<String> segments =
        Arrays.stream(pointer.substring(1).split("/", -1))
            .map(segment -> segment.replace("~1", "/").replace("~0", "~").strip())
            .toList();
    boolean isMetadata = isRemove || segments.getFirst().equalsIgnoreCase("metadata");
    if (segments.size() != 2 || !isMetadata) {
      throw Problem.invalidBody("A path must be /metadata/ and one key, not " + path);
    }
    return segments.getLast();
  }

  /**
   * The metadata after all operations; the one handed in stays as it is.
   *
   * @throws Problem if a key to replace or remove is not there
   */
  ObjectNode apply(ObjectNode metadata) {
    ObjectNode changed = metadata.deepCopy();
    for (Operation operation : operations) {
      boolean reserved = ReservedMetadata.ALWAYS_SHOWN.contains(operation.key());
      if (!operation.op().equals("add") && !changed.has(operation.key()) && !reserved) {
        throw Problem.conflict(
            "Can't %s the metadata key \"%s\": it is not set."
                .formatted(operation.op(), operation.key()));
      }
      if (operation.op().equals("remove")) {
        changed.remove(operation.key());
      } else {
        changed.set(operation.key(), operation.value());
      }
    }
    return changed;
  }
}
