// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON as the original does (contract 2.6): strict UTF-8 without a byte order mark, nothing
 * after the document, integers within 64 bits. NaN, Infinity, -Infinity and numbers beyond a double
 * are accepted, and are written as they were sent. A document that is nested too deep or too long
 * is refused early. No table of names is kept between documents, since a client could fill it with
 * names of equal hash and slow down all others.
 */
public final class Json {
  /** How deep arrays and objects may be nested. */
  static final int MOST_NESTED = 100;

  /** How many names, values and brackets a document may have: no post of messages has more. */
  static final int MOST_TOKENS = 300_000;

  private static final int LONGEST_NUMBER = 1_000;
  private static final int LONGEST_NAME = 50_000;

  /** Values that are no JSON numbers, as Python and the original write them. */
  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private static final String UNPARSABLE = "Request body could not be parsed.";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_NESTED)
                          .maxNumberLength(LONGEST_NUMBER)
                          .maxNameLength(LONGEST_NAME)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Writes what is no ASCII as escapes. */
  private static final ObjectWriter ASCII = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Json() {}

  /** A new object, to be filled. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** A new array, to be filled. */
  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /**
   * The document as text. Non-ASCII characters are not escaped, unless one of them is half a
   * surrogate pair, which UTF-8 cannot encode.
   */
  public static String write(JsonNode document) {
    try {
      String text = MAPPER.writeValueAsString(document);
      return Utf8.canEncode(text) ? text : ASCII.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document in memory can always be written", e);
    }
  }

  /**
   * The document as a line of the log, in ASCII only. So nothing that a client sends can begin
   * another line, or control the terminal that shows it.
   */
  public static String line(JsonNode document) {
    try {
      return ASCII.writeValueAsString(document).replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document in memory can always be written", e);
    }
  }

  /** How many bytes the document has as text. */
  public static int size(JsonNode document) {
    return write(document).getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Bytes as text.
   *
   * @throws Problem if they are not UTF-8, or begin with a byte order mark
   */
  public static String decode(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (text.startsWith("\uFEFF")) {
        throw Problem.invalidBody(UNPARSABLE + " It begins with a byte order mark.");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw Problem.invalidBody(UNPARSABLE + " It is not UTF-8.");
    }
  }

  /**
   * Parses a request body into an object or array.
   *
   * @throws Problem if it is not JSON, neither of the two, or holds an integer beyond 64 bits
   */
  public static JsonNode parse(byte[] body) {
    JsonNode document = parse(decode(body));
    if (!document.isContainerNode()) {
      throw Problem.invalidBody(UNPARSABLE + " It must be an object or an array.");
    }
    return document;
  }

  /**
   * Parses a request body into an object.
   *
   * @param otherwise what the client is told if it is something else
   * @throws Problem if it is
   */
  public static ObjectNode parseObject(byte[] body, String otherwise) {
    if (parse(body) instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalidBody(otherwise);
  }

  /**
   * Refuses an object with members that nobody reads.
   *
   * @param what the object is, as a sentence begins
   */
  public static void requireOnly(Set<String> members, ObjectNode object, String what) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!members.contains(member.getKey())) {
        throw Problem.invalidBody(what + " has no " + member.getKey() + ".");
      }
    }
  }

  /** Parses any JSON text, scalars included. */
  public static JsonNode parse(String text) {
    try (JsonParser parser = parser(text)) {
      JsonNode document = MAPPER.readTree(parser);
      if (document == null || document.isMissingNode()) {
        throw Problem.invalidBody(UNPARSABLE + " It is empty.");
      }
      checkIntegers(document);
      return document;
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** A parser over text, for callers that need parts of a document as they were sent. */
  public static JsonParser parser(String text) throws IOException {
    return new Strict(MAPPER.createParser(text));
  }

  /**
   * Accepts Python's spellings of NaN and Infinity only; Jackson accepts more. Keeps a number
   * beyond a double as a decimal, since a double would be written as Infinity, which strict parsers
   * refuse. Refuses a number beyond Java's decimals.
   */
  private static final class Strict extends JsonParserDelegate {
    private boolean isBeyondDouble;

    Strict(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      JsonToken token = delegate.nextToken();
      isBeyondDouble = token == JsonToken.VALUE_NUMBER_FLOAT && checkFloat();
      return token;
    }

    private boolean checkFloat() throws IOException {
      if (Double.isFinite(delegate.getDoubleValue()) || NO_NUMBERS.contains(delegate.getText())) {
        return false;
      }
      try {
        delegate.getDecimalValue();
        return true;
      } catch (NumberFormatException noDecimal) {
        throw new JsonParseException(delegate, "no number", noDecimal);
      }
    }

    @Override
    public NumberTypeFP getNumberTypeFP() throws IOException {
      return isBeyondDouble ? NumberTypeFP.BIG_DECIMAL : delegate.getNumberTypeFP();
    }
  }

  /** The problem of a document that cannot be parsed. */
  public static Problem malformed(IOException cause) {
    if (cause instanceof StreamConstraintsException) {
      return Problem.invalidBody(
          UNPARSABLE
              + " It is nested deeper than "
              + MOST_NESTED
              + " levels, or holds too long a name or number, or too many values.");
    }
    if (cause instanceof JsonProcessingException parsing && parsing.getLocation() != null) {
      return Problem.invalidBody(
          UNPARSABLE
              + " It is malformed at line "
              + parsing.getLocation().getLineNr()
              + ", column "
              + parsing.getLocation().getColumnNr()
              + ".");
    }
    return Problem.invalidBody(UNPARSABLE);
  }

  /** The problem of an integer beyond 64 bits. */
  public static Problem integerOutOfRange() {
    return Problem.invalidBody(UNPARSABLE + " It holds an integer that does not fit 64 bits.");
  }

  private static void checkIntegers(JsonNode node) {
    if (node.isBigInteger()) {
      throw integerOutOfRange();
    }
    for (JsonNode child : node) {
      checkIntegers(child);
    }
  }
}
