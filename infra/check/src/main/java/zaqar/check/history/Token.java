// SPDX-License-Identifier: Apache-2.0
package zaqar.check.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What tells messages apart: every message that is posted has a token of its own in its body, also
 * when it says the same as one before whose post was not answered.
 */
public final class Token {
  private static final String MEMBER = "token";

  private Token() {}

  /** A message's body with a token, filled up to about {@code size} bytes. */
  public static ObjectNode body(String token, int size) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put(MEMBER, token);
    int missing = size - body.toString().length();
    return missing > 0 ? body.put("filling", "x".repeat(missing)) : body;
  }

  /** The token in a message's body; empty if it has none. */
  public static String in(JsonNode body) {
    return body.path(MEMBER).asText();
  }
}
