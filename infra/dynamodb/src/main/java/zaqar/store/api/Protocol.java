// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import zaqar.store.value.Refusal;

/** AWS's JSON protocol 1.0: the operation is in a header, errors have their type in the body. */
public final class Protocol {
  /** The header with the operation. */
  public static final String TARGET = "X-Amz-Target";

  private static final System.Logger LOG = System.getLogger(Protocol.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int OK = 200;
  private static final String ERRORS = "com.amazonaws.dynamodb.v20120810#";

  private final Operations api;
  private final Clock clock;

  /** Speaks for an API, at the time of a clock. */
  public Protocol(Operations api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  /** What goes back. */
  public static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    /** The status of HTTP. */
    public int status() {
      return status;
    }

    /** The headers, apart from the length. */
    public Map<String, String> headers() {
      return headers;
    }

    /** The JSON. */
    public byte[] body() {
      return body;
    }
  }

  /**
   * Answers a request.
   *
   * @param target the service and the operation, with a point between them
   * @throws NoAnswer if there is to be none
   */
  public Answer answer(@Nullable String target, byte[] body) {
    try {
      String operation = target == null ? "" : target.substring(target.indexOf('.') + 1);
      return answer(OK, api.answer(operation, request(body)));
    } catch (Refusal e) {
      return answer(e.status(), error(e));
    } catch (NoAnswer e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.ERROR, "fault of the store in " + target, e);
      return answer(500, error(Refusal.internal("fault of the store: " + e)));
    }
  }

  private static ObjectNode request(byte[] body) {
    try {
      if (parse(body) instanceof ObjectNode request) {
        return request;
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.of("SerializationException", String.valueOf(e.getMessage()));
    }
    throw Refusal.of(
        "SerializationException", "Start of structure or map found where not expected");
  }

  /** Parses JSON, or says that it is none. */
  static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static ObjectNode error(Refusal refusal) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    boolean isCancelled = !refusal.reasons().isEmpty();
    json.put("__type", ERRORS + refusal.type())
        .put(isCancelled ? "Message" : "message", refusal.getMessage());
    if (!refusal.item().isEmpty()) {
      Call.put(json, "Item", refusal.item());
    }
    if (isCancelled) {
      ArrayNode reasons = json.putArray("CancellationReasons");
      for (Refusal.Reason reason : refusal.reasons()) {
        ObjectNode each = reasons.addObject().put("Code", reason.code());
        if (!reason.message().isEmpty()) {
          each.put("Message", reason.message());
        }
        if (!reason.item().isEmpty()) {
          Call.put(each, "Item", reason.item());
        }
      }
    }
    return json;
  }

  private Answer answer(int status, ObjectNode json) {
    byte[] body = bytes(json);
    CRC32 crc = new CRC32();
    crc.update(body);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-amz-json-1.0");
    headers.put("Date", DATE.format(clock.instant()));
    headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
    headers.put("x-amz-crc32", Long.toString(crc.getValue()));
    return new Answer(status, headers, body);
  }

  private static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
