// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param headers values by name, as they go on the wire
 * @param body text, empty for none
 */
public record Response(int status, Map<String, String> headers, String body) {
  public static final String JSON = "application/json";

  public Response {
    headers = Map.copyOf(headers);
  }

  /** A JSON document. */
  public static Response json(int status, JsonNode document) {
    return new Response(status, Map.of("Content-Type", JSON), Json.write(document));
  }

  /** 201 with the place of what was made; the original sends its media type even without a body. */
  public static Response created(String location) {
    return new Response(201, Map.of("Content-Type", JSON, "Location", location), "");
  }

  /** 204. */
  public static Response noContent() {
    return new Response(204, Map.of(), "");
  }

  /** A status with nothing else. */
  public static Response empty(int status) {
    return new Response(status, Map.of(), "");
  }

  /** This response with one more header. */
  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }
}
