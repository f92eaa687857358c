package zaqar.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.failure.CannotStart;
import zaqar.local.gateway.ServerProperties;
import zaqar.local.template.BusResource;
import zaqar.local.template.RuleResource;

/** EventBridge on the loopback address, of which it knows PutEvents. */
public final class EventBridge implements AutoCloseable {
  private static final String PUT_EVENTS = "AWSEvents.PutEvents";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final PutEvents putEvents;
  private final SqsClient queues;

  private EventBridge(HttpServer server, Rules rules, SqsClient queues) {
    this.server = server;
    this.queues = queues;
    putEvents = new PutEvents(rules, queues, Clock.systemUTC());
  }

  /** Starts it; {@code queues} is for its rules alone, and closed with it. */
  public static EventBridge start(
      List<BusResource> buses, List<RuleResource> rules, SqsClient queues) {
    ServerProperties.set();
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      EventBridge bridge = new EventBridge(server, new Rules(buses, rules), queues);
      server.createContext("/", bridge::handle);
      server.setExecutor(bridge.threads);
      server.start();
      return bridge;
    } catch (IOException e) {
      throw new CannotStart("cannot listen for events: " + e.getMessage(), e);
    }
  }

  /** Where clients reach it. */
  public URI endpoint() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      try {
        send(exchange, 200, answer(target, body));
      } catch (RefusedRequest e) {
        send(
            exchange,
            400,
            JSON.createObjectNode().put("__type", e.type()).put("message", e.getMessage()));
      }
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

  private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Takes no more events. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    queues.close();
  }
}
