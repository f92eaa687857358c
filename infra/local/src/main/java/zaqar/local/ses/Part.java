// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a request to SES.
 *
 * @param name what the request calls it
 * @param json as in the request; missing if it has no such part
 */
record Part(String name, JsonNode json) {
  /** What is in it under a name, perhaps nothing. */
  Part part(String inner) {
    return new Part(inner, json.path(inner));
  }

  /** The list under a name, empty if there is none. */
  List<Part> list(String inner) {
    return json.path(inner).valueStream().map(item -> new Part(inner, item)).toList();
  }

  /** Complains of anything but these: what the runtime does not know, it cannot send. */
  Part only(String... known) throws RefusedEmail {
    List<String> unknown =
        new ArrayList<>(json.propertyStream().map(field -> field.getKey()).toList());
    unknown.removeAll(List.of(known));
    if (!unknown.isEmpty()) {
      throw RefusedEmail.invalid("The local runtime does not know " + unknown + " of a mail.");
    }
    return this;
  }

  /** The text that it must be. */
  String text() throws RefusedEmail {
    if (!json.isTextual()) {
      throw RefusedEmail.invalid(name + " must be a text.");
    }
    return json.asText();
  }

  /** A text that goes into a header, where it can begin no other. */
  String line() throws RefusedEmail {
    return line(text());
  }

  /** The text of a subject or a body; SES takes it for ASCII where no charset is named. */
  String content() throws RefusedEmail {
    only("Data", "Charset");
    String data = part("Data").text();
    String charset = part("Charset").json().asText("");
    if (charset.isEmpty() && !StandardCharsets.US_ASCII.newEncoder().canEncode(data)) {
      throw RefusedEmail.invalid(name + " is not ASCII, and names no Charset.");
    }
    if (!charset.isEmpty() && !charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())) {
      throw RefusedEmail.invalid("The local runtime does not know the Charset of " + name + ".");
    }
    return data;
  }

  /** As {@link #content}, for a header. */
  String lineContent() throws RefusedEmail {
    return line(content());
  }

  private String line(String text) throws RefusedEmail {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw RefusedEmail.invalid(name + " must not contain control characters.");
    }
    return text;
  }
}
