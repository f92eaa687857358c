// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What of a document counts: members that it must have, in JSON with single quotes. */
final class Excerpt {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES);

  private Excerpt() {}

  /** Fails unless the document has all that the excerpt has; lists are as long as there. */
  static void assertIn(JsonNode document, String excerpt) {
    assertThat(holds(parse(excerpt), document)).as("%s in %s", excerpt, document).isTrue();
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static boolean holds(JsonNode wanted, JsonNode document) {
    if (wanted.isObject()) {
      return wanted
          .propertyStream()
          .allMatch(member -> holds(member.getValue(), document.path(member.getKey())));
    }
    if (wanted.isArray() && document.size() == wanted.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        if (!holds(wanted.get(i), document.get(i))) {
          return false;
        }
      }
      return true;
    }
    return wanted.equals(document);
  }
}
