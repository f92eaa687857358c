// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.http.Problem;

/**
 * Reads the document of a POST of messages in one pass, cutting each body out of the text as it
 * stands there: numbers, key order and duplicate keys stay as they were sent.
 */
final class DraftParser {
  /**
   * A message as sent, before the queue has been asked what it thinks of it.
   *
   * @param body the JSON text
   * @param ttl seconds, if given
   * @param delay whatever was given: not every queue looks at it
   */
  record MessageDraft(String body, OptionalLong ttl, @Nullable JsonNode delay) {}

  private final String text;
  private final JsonParser parser;

  private DraftParser(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /**
   * The messages in a request body.
   *
   * @throws Problem if it is not a document with messages in it
   */
  static List<MessageDraft> parse(byte[] body, int mostMessages) {
    String text = Json.decode(body);
    try (JsonParser parser = Json.parser(text)) {
      return new DraftParser(text, parser).document(mostMessages);
    } catch (IOException e) {
      throw Json.malformed(e);
    }
  }

  private List<MessageDraft> document(int mostMessages) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw Problem.invalidBody("The body must be an object with \"messages\" in it.");
    }
    List<MessageDraft> drafts = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isMessages = parser.currentName().equals("messages");
      parser.nextToken();
      if (isMessages) {
        drafts = messages(mostMessages);
      } else {
        skip();
      }
    }
    if (parser.nextToken() != null) {
      throw Problem.invalidBody("Request body could not be parsed. Something follows its end.");
    }
    if (drafts == null || drafts.isEmpty()) {
      throw Problem.invalidRequest("No messages were found in the request body.");
    }
    return drafts;
  }

  private List<MessageDraft> messages(int mostMessages) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw Problem.invalidBody("\"messages\" must be an array.");
    }
    List<MessageDraft> drafts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw Problem.invalidBody("A message must be an object.");
      }
      drafts.add(message());
      if (drafts.size() > mostMessages) {
        throw Problem.invalidRequest(
            "No more than " + mostMessages + " messages may be posted at once.");
      }
    }
    return drafts;
  }

  private MessageDraft message() throws IOException {
    String body = null;
    OptionalLong ttl = OptionalLong.empty();
    JsonNode delay = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "body" -> body = slice();
        case "ttl" -> ttl = integer();
        case "delay" -> delay = Json.parse(slice());
        default -> skip();
      }
    }
    if (body == null) {
      throw Problem.invalidBody("A message needs a \"body\".");
    }
    return new MessageDraft(body, ttl, delay);
  }

  private OptionalLong integer() throws IOException {
    OptionalLong integer = JsonValues.integer(Json.parse(slice()));
    if (integer.isEmpty()) {
      throw Problem.invalidBody("The value of the \"ttl\" field must be an integer.");
    }
    return integer;
  }

  /** The text of the value that begins here; the parser is behind it then. */
  private String slice() throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    skip();
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }

  private void skip() throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (token == null) {
        throw Problem.invalidBody("Request body could not be parsed. It ends too early.");
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw Json.integerOutOfRange();
      } else if (token == JsonToken.VALUE_STRING) {
        parser.finishToken();
      }
    } while (depth > 0 && parser.nextToken() != JsonToken.NOT_AVAILABLE);
    parser.finishToken();
  }
}
