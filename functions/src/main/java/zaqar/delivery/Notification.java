// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.util.Optional;
import zaqar.http.Json;
import zaqar.names.QueueName;

/**
 * A message as subscribers are told of it (contract 9.2).
 *
 * @param body the JSON text as it was posted
 * @param delay how long the message was held back, on queues that delay
 */
public record Notification(QueueName queue, String body, Duration ttl, Optional<Duration> delay) {
  private static final String TYPE = "Message_Type";

  /** The document of a test, which no message stands behind. */
  static String test(QueueName queue) {
    return Json.write(
        Json.object()
            .put("body", "This is a test of the subscription.")
            .put("ttl", 0)
            .put("queue_name", queue.value())
            .put(TYPE, "Test"));
  }

  /** The JSON document that is sent. The body in it is the one that was posted, to the byte. */
  public String document() {
    ObjectNode document = Json.object();
    document.putRawValue("body", new RawValue(body));
    document.put("ttl", ttl.toSeconds());
    delay.ifPresent(time -> document.put("delay", time.toSeconds()));
    return Json.write(document.put("queue_name", queue.value()).put(TYPE, "Notification"));
  }
}
