// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.ClaimsFunction;
import zaqar.DeliveryFunction;
import zaqar.FlavorsFunction;
import zaqar.HealthFunction;
import zaqar.HomeFunction;
import zaqar.MessagesFunction;
import zaqar.PoolsFunction;
import zaqar.QueuesFunction;
import zaqar.Service;
import zaqar.SubscriptionsFunction;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.settings.Settings;

/**
 * One instance of the functions, with its own caches, id generator and clock, like one on Lambda.
 */
public final class Instance implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a queue has functions of its own for. */
  private static final Set<String> PARTS = Set.of("messages", "claims", "subscriptions", "redrive");

  private final Map<
          String, RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>>
      functions = new ConcurrentHashMap<>();
  private final Service service;
  private final DynamoDb dynamoDb;
  private final MovableClock clock;
  private final Calls calls = new Calls();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  public Instance(
      MovableClock clock, Map<String, String> parameters, ExecutionInterceptor... faults) {
    this(clock, Sleeper.real(), new Random(UUID.randomUUID().hashCode()), parameters, faults);
  }

  /** One that waits and chooses as it is told. */
  Instance(
      MovableClock clock,
      Sleeper pause,
      Random random,
      Map<String, String> parameters,
      ExecutionInterceptor... faults) {
    this.clock = clock;
    Settings settings = Settings.from(TestStore.environment(parameters));
    ExecutionInterceptor[] interceptors = Arrays.copyOf(faults, faults.length + 1);
    interceptors[faults.length] = calls;
    dynamoDb = TestStore.connect(settings, clock, interceptors);
    Parallel parallel = new Parallel(Executors.newVirtualThreadPerTaskExecutor());
    service =
        new Service(new Platform(dynamoDb, settings, parallel, clock, pause, random), log::add);
  }

  /** One that stands on whatever it is given. */
  public Instance(MovableClock clock, Platform platform) {
    this.clock = clock;
    dynamoDb = platform.dynamoDb();
    service = new Service(platform, log::add);
  }

  /** One whose store lives in the same time, wherever its clock is moved. */
  public static Instance start() {
    return start(Map.of());
  }

  public static Instance start(ExecutionInterceptor faults) {
    MovableClock clock = new MovableClock();
    return new Instance(clock, Map.of(), new StoreDate(clock), faults);
  }

  public static Instance start(Map<String, String> parameters) {
    MovableClock clock = new MovableClock();
    return new Instance(clock, parameters, new StoreDate(clock));
  }

  /**
   * One that does the same each time: its clock moves instead of its waiting, and its random
   * choices come from a seed. It is patient with a machine that is slow in real time.
   */
  public static Instance replayable(MovableClock clock, long seed, ExecutionInterceptor faults) {
    return replayable(clock, seed, Map.of(), faults);
  }

  static Instance replayable(
      MovableClock clock,
      long seed,
      Map<String, String> parameters,
      ExecutionInterceptor... faults) {
    Map<String, String> patient = new HashMap<>(parameters);
    patient.put("WriteDeadlineMilliseconds", "3000");
    List<ExecutionInterceptor> all = new ArrayList<>(List.of(new StoreDate(clock)));
    all.addAll(List.of(faults));
    return new Instance(
        clock, clock::advance, new Random(seed), patient, all.toArray(new ExecutionInterceptor[0]));
  }

  /** Another instance with the same clock. */
  public Instance another() {
    return another(Map.of());
  }

  /** Another instance with the same clock, and with these parameters. */
  Instance another(Map<String, String> parameters) {
    return new Instance(clock, parameters, new StoreDate(clock));
  }

  /** Lets go of the threads that its way to the store has. */
  @Override
  public void close() {
    dynamoDb.client().close();
    dynamoDb.once().close();
  }

  public MovableClock clock() {
    return clock;
  }

  Calls calls() {
    return calls;
  }

  public List<String> log() {
    return log;
  }

  /** A response, its body parsed if there is one. */
  public record Reply(int status, Map<String, String> headers, JsonNode body) {}

  /** Sends a request; {@code path} begins with a queue's name. */
  public Reply call(String method, String path, String body) {
    return call(Sent.CLIENT, method, path, body);
  }

  /** Sends a request of a client. */
  public Reply call(String client, String method, String path, String body) {
    return call(new Sent("p", client, method, "/v2/queues/" + path, Map.of(), body));
  }

  /** Sends a request of a client that is ready to wait for messages. */
  public Reply call(String client, String method, String path, String body, Duration wait) {
    Map<String, String> header = Map.of("prefer", "wait=" + wait.toSeconds());
    return call(new Sent("p", client, method, "/v2/queues/" + path, header, body));
  }

  /** Posts messages with an idempotency key. */
  Reply postOnce(String queue, String key, String body) {
    Map<String, String> header = Map.of("idempotency-key", key);
    return call(Sent.by("p", "POST", "/v2/queues/" + queue + "/messages", body).with(header));
  }

  /** Sends any request. */
  Reply call(Sent request) {
    return reply(answer(request.event()));
  }

  /** How the pools are, in admin mode. */
  Reply health() {
    return call(Sent.by("p", "GET", "/v2/health", "").with(Map.of("x-roles", "admin")));
  }

  /** A function that delivers, of this instance. */
  DeliveryFunction deliveryFunction() {
    return new DeliveryFunction(service);
  }

  /** What the function that serves the event's resource answers. */
  APIGatewayProxyResponseEvent answer(APIGatewayProxyRequestEvent event) {
    String[] segments = Objects.requireNonNullElse(event.getResource(), "$default").split("/", -1);
    String family = segments.length > 2 ? segments[2] : segments[segments.length - 1];
    boolean isPart = segments.length > 4 && PARTS.contains(segments[4]);
    return functions
        .computeIfAbsent(isPart ? segments[4] : family, this::function)
        .handleRequest(event, null);
  }

  private RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> function(
      String family) {
    return switch (family) {
      case "queues" -> new QueuesFunction(service);
      case "messages" -> new MessagesFunction(service);
      case "claims", "redrive" -> new ClaimsFunction(service);
      case "subscriptions", "confirm" -> new SubscriptionsFunction(service);
      case "pools" -> new PoolsFunction(service);
      case "flavors" -> new FlavorsFunction(service);
      case "health" -> new HealthFunction(service);
      default -> new HomeFunction(service);
    };
  }

  private static Reply reply(APIGatewayProxyResponseEvent response) {
    try {
      JsonNode body =
          response.getBody().isEmpty() ? JSON.nullNode() : JSON.readTree(response.getBody());
      return new Reply(response.getStatusCode(), response.getHeaders(), body);
    } catch (IOException e) {
      throw new AssertionError(response.getBody(), e);
    }
  }

  /** Posts messages with bodies of about this many bytes; returns their ids. */
  public List<String> post(String queue, int count, int size) {
    StringBuilder body = new StringBuilder("{\"messages\":[");
    for (int i = 0; i < count; i++) {
      body.append(i == 0 ? "" : ",").append("{\"ttl\":600,\"body\":\"");
      body.append(letters(i, size - 2)).append("\"}");
    }
    Reply reply = call("POST", queue + "/messages", body.append("]}").toString());
    if (reply.status() != 201) {
      throw new AssertionError("posting failed: " + reply + log);
    }
    List<String> ids = new ArrayList<>();
    reply.body().get("resources").forEach(href -> ids.add(href.asText().replaceAll(".*/", "")));
    return ids;
  }

  /** So many letters, always the same for the same seed, that deflate badly. */
  static String letters(long seed, int count) {
    StringBuilder letters = new StringBuilder();
    new Random(seed).ints(count, 'a', 'z').forEach(c -> letters.append((char) c));
    return letters.toString();
  }
}
