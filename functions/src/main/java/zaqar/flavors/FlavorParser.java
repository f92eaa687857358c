// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import zaqar.http.Json;
import zaqar.http.Problem;

/** Reads the bodies of requests on flavors (contract 12). */
final class FlavorParser {
  private static final String POOL_LIST = "pool_list";
  private static final String CAPABILITIES = "capabilities";
  private static final Set<String> FIELDS = Set.of(POOL_LIST, CAPABILITIES);

  private FlavorParser() {}

  /**
   * The pools of a flavor that is to be created, sorted. Capabilities may be said, and are ignored.
   *
   * @throws Problem if there are none
   */
  static List<String> draft(byte[] body) {
    ObjectNode document = object(body);
    document
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw Problem.invalidBody("A flavor has no " + field + ".");
              }
            });
    if (!document.path(CAPABILITIES).isMissingNode() && !document.get(CAPABILITIES).isObject()) {
      throw Problem.invalidBody("capabilities must be an object.");
    }
    return pools(document);
  }

  /**
   * The pools that a flavor is to have, sorted; anything else that is said is ignored.
   *
   * @throws Problem if there are none
   */
  static List<String> change(byte[] body) {
    return pools(object(body));
  }

  private static ObjectNode object(byte[] body) {
    if (Json.parse(body) instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalidBody("A flavor must be an object.");
  }

  private static List<String> pools(ObjectNode document) {
    JsonNode pools = document.path(POOL_LIST);
    if (!pools.isArray() || pools.isEmpty() || !pools.valueStream().allMatch(JsonNode::isTextual)) {
      throw Problem.invalidBody("pool_list must be an array of one or more names of pools.");
    }
    return pools.valueStream().map(JsonNode::textValue).distinct().sorted().toList();
  }
}
