// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import zaqar.DeliveryFunction;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.settings.Settings;

/**
 * A queue with one subscriber, whose answers are chosen, and functions that deliver to it in the
 * time of a clock that stands until it is moved.
 */
final class Deliverer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SECOND = Duration.ofSeconds(1);

  final MovableClock clock;
  final Faults faults = new Faults();
  final Calls calls = new Calls();
  final String queue = UUID.randomUUID().toString();
  final PlayedQueues queues;
  final Instance instance;

  private final List<Instance> instances = new ArrayList<>();
  private final List<DeliveryFunction> functions = new ArrayList<>();
  private final Writes writes = new Writes();
  private final HttpServer receiver;
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 204;
  private String message = "";
  private int announced;

  /** Counts writes of the states of deliveries. */
  private static final class Writes implements ExecutionInterceptor {
    private volatile int count;

    @Override
    public synchronized void beforeExecution(
        Context.BeforeExecution context, ExecutionAttributes executionAttributes) {
      if (context.request() instanceof UpdateItemRequest update
          && update.updateExpression().contains("delivery")) {
        count++;
      }
    }
  }

  /** So many instances deliver, one after the other. */
  Deliverer(int count, Map<String, String> parameters) throws IOException {
    clock = MovableClock.standing(Instant.now());
    queues = new PlayedQueues(clock);
    Map<String, String> delivering = new HashMap<>(TestStore.DELIVERING);
    delivering.putAll(parameters);
    Map<String, String> environment = TestStore.environment(delivering);
    environment.put("AWS_ENDPOINT_URL_SQS", queues.endpoint().toString());
    Settings settings = Settings.from(environment);
    for (int i = 0; i < count; i++) {
      instances.add(instance(settings));
    }
    instance = instances.getFirst();
    instances.forEach(each -> functions.add(each.deliveryFunction()));
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  private Instance instance(Settings settings) {
    DynamoDb dynamoDb =
        TestStore.connect(settings, clock, new StoreDate(clock), writes, faults, calls);
    return new Instance(
        clock,
        new Platform(
            dynamoDb,
            settings,
            new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
            clock,
            Sleeper.real(),
            new Random()));
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      received.add(body);
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /** The receiver answers like that from now on. */
  void answer(int newStatus) {
    status = newStatus;
  }

  /** What the instances have logged. */
  List<String> log() {
    return instances.stream().flatMap(each -> each.log().stream()).toList();
  }

  /** What the receiver got. */
  List<String> received() {
    return received;
  }

  String url() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
  }

  /** Subscribes the receiver to the queue, which is in use; returns the subscription's path. */
  String subscribe(String options) {
    String body =
        "{\"subscriber\": \"%s\", \"ttl\": 86400, \"options\": %s}".formatted(url(), options);
    Instance.Reply reply = instance.call("POST", queue + "/subscriptions", body);
    message = instance.post(queue, 1, 20).getFirst();
    return queue + "/subscriptions/" + reply.body().path("subscription_id").asText();
  }

  /** The state of a subscription's deliveries. */
  JsonNode state(String subscription) {
    return instance.call("GET", subscription + "?detailed=true", "").body().path("delivery");
  }

  /** How often the states of deliveries were written. */
  int writes() {
    return writes.count;
  }

  /** Announces so many messages, all by one name. */
  void announce(int count) {
    handle(announcement(count));
  }

  /** So many new messages, as the bus announces them. */
  PlayedQueues.Entry announcement(int count) {
    ObjectNode detail = JSON.createObjectNode().put("version", 1).put("project", "p");
    detail.put("queue", queue);
    for (int i = 0; i < count; i++) {
      detail
          .withArray("messages")
          .addObject()
          .put("id", message)
          .put("posted", clock.instant().toString())
          .put("ttl", 3600)
          .put("delay", 0)
          .put("body", String.valueOf(announced++));
    }
    ObjectNode event = JSON.createObjectNode();
    event.set("detail", detail);
    return new PlayedQueues.Entry("", event.toString(), clock.instant());
  }

  /** Lets time pass, and what is due in it be delivered. */
  void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      clock.advance(SECOND);
      settle();
    }
  }

  /** Delivers what is due by now. */
  void settle() {
    for (List<PlayedQueues.Entry> due = queues.due(); !due.isEmpty(); due = queues.due()) {
      due.forEach(this::handle);
    }
  }

  /** Has an instance do what an entry says. */
  void handle(PlayedQueues.Entry entry) {
    Collections.rotate(functions, 1);
    functions.getFirst().handleRequest(entry.event(), null);
  }

  @Override
  public void close() {
    receiver.stop(0);
    queues.close();
  }
}
