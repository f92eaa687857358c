// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import zaqar.aws.EventBus;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/** New messages of one queue, as they go to the event bus. docs/webhooks.md has the form. */
record Announcement(QueueKey queue, List<AnnouncedMessage> messages) {
  private static final String DETAIL_TYPE = "Messages Posted";
  private static final int FORMAT_VERSION = 1;

  Announcement {
    messages = List.copyOf(messages);
  }

  EventBus.Event write() {
    return new EventBus.Event(DETAIL_TYPE, Json.write(document()));
  }

  ObjectNode document() {
    ObjectNode detail =
        Json.object()
            .put("version", FORMAT_VERSION)
            .put("project", queue.project().value())
            .put("queue", queue.name().value());
    ArrayNode array = detail.putArray("messages");
    messages.forEach(message -> array.add(message.write()));
    return detail;
  }

  static Announcement read(JsonNode detail) {
    List<AnnouncedMessage> messages = new ArrayList<>();
    detail.path("messages").forEach(message -> messages.add(AnnouncedMessage.read(message)));
    return new Announcement(
        new QueueKey(
            new ProjectId(detail.path("project").asText()),
            new QueueName(detail.path("queue").asText())),
        messages);
  }
}
