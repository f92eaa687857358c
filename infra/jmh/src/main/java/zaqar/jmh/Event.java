// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import zaqar.local.Checkout;

/** One of the repository's sample events, which are what API Gateway sends. */
final class Event {
  static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode event;

  private Event(ObjectNode event) {
    this.event = event;
  }

  /** A sample by the names of its folder and its file, for another queue. */
  static Event of(String function, String name, String queue) {
    try {
      JsonNode read =
          JSON.readTree(
              Checkout.current().root().resolve("events/" + function).resolve(name).toFile());
      return new Event((ObjectNode) read).with("queue_name", queue);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for another value in its path. */
  Event with(String pathParameter, String value) {
    ObjectNode copy = event.deepCopy();
    ((ObjectNode) copy.get("pathParameters")).put(pathParameter, value);
    return new Event(copy);
  }

  /** The same with another parameter after its path. */
  Event query(String name, String value) {
    ObjectNode copy = event.deepCopy();
    copy.withObjectProperty("queryStringParameters").put(name, value);
    copy.withObjectProperty("multiValueQueryStringParameters").putArray(name).add(value);
    return new Event(copy);
  }

  /** The same with another body. */
  Event body(JsonNode body) {
    ObjectNode copy = event.deepCopy();
    copy.put("body", body.toString());
    return new Event(copy);
  }

  /** The text that Lambda hands over. */
  byte[] bytes() {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
