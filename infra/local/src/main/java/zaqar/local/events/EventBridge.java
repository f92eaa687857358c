// SPDX-License-Identifier: Apache-2.0
package zaqar.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.aws.Endpoint;
import zaqar.local.template.BusResource;
import zaqar.local.template.RuleResource;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.HttpRequest;

/** EventBridge on the loopback address, of which it knows PutEvents. */
public final class EventBridge implements AutoCloseable {
  private static final String PUT_EVENTS = "AWSEvents.PutEvents";
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PutEvents putEvents;
  private final SqsClient queues;
  private final Endpoint endpoint;

  private EventBridge(Rules rules, SqsClient queues) {
    this.queues = queues;
    putEvents = new PutEvents(rules, queues, Clock.systemUTC());
    endpoint = Endpoint.start("events", this::handle);
  }

  /** Starts it; {@code queues} is for its rules alone, and closed with it. */
  public static EventBridge start(
      List<BusResource> buses, List<RuleResource> rules, SqsClient queues) {
    return new EventBridge(new Rules(buses, rules), queues);
  }

  /** Where clients reach it. */
  public URI endpoint() {
    return endpoint.uri();
  }

  private HttpAnswer handle(HttpRequest request) throws IOException {
    try {
      String target = request.headers().get("X-Amz-Target");
      return Endpoint.json(200, CONTENT_TYPE, answer(target, request.body()));
    } catch (RefusedRequest e) {
      return Endpoint.json(
          400,
          CONTENT_TYPE,
          JSON.createObjectNode().put("__type", e.type()).put("message", e.getMessage()));
    }
  }

  private JsonNode answer(@Nullable String target, byte[] body) throws IOException, RefusedRequest {
    if (!PUT_EVENTS.equals(target)) {
      throw RefusedRequest.unknown(String.valueOf(target));
    }
    try {
      return putEvents.answer(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      throw RefusedRequest.malformed();
    }
  }

  /** Takes no more events. */
  @Override
  public void close() {
    endpoint.close();
    queues.close();
  }
}
