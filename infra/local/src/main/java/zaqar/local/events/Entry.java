// SPDX-License-Identifier: Apache-2.0
package zaqar.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import zaqar.local.template.Arn;

/**
 * One event as somebody puts it.
 *
 * @param json as in the request
 */
record Entry(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BYTES_OF_A_TIME = 14;

  /** Which bus it is for, by name or ARN. */
  String bus() {
    String name = text("EventBusName");
    return name.isEmpty() ? "default" : name.substring(name.lastIndexOf('/') + 1);
  }

  /** Its size as EventBridge counts it. */
  int bytes() {
    Stream<String> texts =
        Stream.concat(
            Stream.of(text("Source"), text("DetailType"), text("Detail")),
            json.path("Resources").valueStream().map(JsonNode::asText));
    return texts.mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length).sum()
        + (json.hasNonNull("Time") ? BYTES_OF_A_TIME : 0);
  }

  /** What EventBridge has against it. */
  Optional<EntryError> error() {
    for (String required : new String[] {"Source", "DetailType", "Detail"}) {
      if (text(required).isEmpty()) {
        return Optional.of(EntryError.missing(required));
      }
    }
    if (text("Source").startsWith("aws.")) {
      return Optional.of(EntryError.NOT_AUTHORIZED_FOR_SOURCE);
    }
    return detail() instanceof ObjectNode
        ? Optional.empty()
        : Optional.of(EntryError.MALFORMED_DETAIL);
  }

  /** The whole event, as rules see it and targets get it. */
  ObjectNode event(String id, Clock clock) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", id);
    event.put("detail-type", text("DetailType"));
    event.put("source", text("Source"));
    event.put("account", Arn.ACCOUNT);
    event.put("time", time(clock).truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", Arn.REGION);
    event.putArray("resources").addAll(json.path("Resources").valueStream().toList());
    event.set("detail", detail());
    return event;
  }

  private Instant time(Clock clock) {
    return json.hasNonNull("Time")
        ? Instant.ofEpochSecond(json.path("Time").asLong())
        : clock.instant();
  }

  private JsonNode detail() {
    try {
      return JSON.readTree(text("Detail"));
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private String text(String name) {
    return json.path(name).asText("");
  }
}
