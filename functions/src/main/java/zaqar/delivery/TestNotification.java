// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import zaqar.http.Json;

/**
 * A notification of no message, by which a client tries whether its subscriber is reached (contract
 * 8.9). It is tried once.
 *
 * @param asked names it
 */
record TestNotification(Instant asked) implements DeliveryContent {
  @Override
  public String key() {
    return "test-" + asked.toEpochMilli();
  }

  @Override
  public Instant availableAt() {
    return asked;
  }

  @Override
  public ObjectNode write() {
    return Json.object().put("asked", asked.toString());
  }

  static TestNotification read(JsonNode document) {
    return new TestNotification(Instant.parse(document.path("asked").asText()));
  }
}
