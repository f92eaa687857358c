package zaqar.local.service;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.ClaimsFunction;
import zaqar.HealthFunction;
import zaqar.MessagesFunction;
import zaqar.QueuesFunction;
import zaqar.Service;
import zaqar.SubscriptionsFunction;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Pause;
import zaqar.dynamodb.Platform;
import zaqar.settings.Settings;

/**
 * One instance of the functions, with its own caches, id generator and clock, like one on Lambda.
 */
public final class Instance implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json";
  private static final String PATCH = "application/openstack-messaging-v2.0-json-patch";
  private static final String CLIENT = "3381af92-2b9e-11e3-b191-71861300734c";

  private final RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> queues;
  private final RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> messages;
  private final RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> claims;
  private final Service service;
  private final DynamoDb dynamoDb;
  private final MovableClock clock;
  private final Calls calls = new Calls();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  public Instance(
      MovableClock clock, Map<String, String> parameters, ExecutionInterceptor... faults) {
    this(clock, Pause.real(), new Random(UUID.randomUUID().hashCode()), parameters, faults);
  }

  private Instance(
      MovableClock clock,
      Pause pause,
      Random random,
      Map<String, String> parameters,
      ExecutionInterceptor... faults) {
    this.clock = clock;
    Settings settings = Settings.from(TestStore.environment(parameters));
    ExecutionInterceptor[] interceptors = Arrays.copyOf(faults, faults.length + 1);
    interceptors[faults.length] = calls;
    dynamoDb = DynamoDb.connect(settings, clock, interceptors);
    service =
        new Service(
            new Platform(
                dynamoDb,
                settings,
                new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
                clock,
                pause,
                random),
            log::add);
    queues = new QueuesFunction(service);
    messages = new MessagesFunction(service);
    claims = new ClaimsFunction(service);
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
    Map<String, String> patient = Map.of("WriteDeadlineMilliseconds", "3000");
    return new Instance(
        clock, clock::advance, new Random(seed), patient, new StoreDate(clock), faults);
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
    return call(CLIENT, method, path, body);
  }

  /** Sends a request of a client. */
  public Reply call(String client, String method, String path, String body) {
    URI uri = URI.create("/v2/queues/" + path);
    List<String> segments = List.of(uri.getPath().substring(1).split("/", -1));
    Map<String, String> parameters = new HashMap<>(Map.of("queue_name", segments.get(2)));
    String kind = segments.size() > 3 ? segments.get(3) : "";
    String resource = "/v2/queues/{queue_name}" + (kind.isEmpty() ? "" : "/" + kind);
    if (segments.size() > 4) {
      String variable = kind.equals("messages") ? "message_id" : "claim_id";
      parameters.put(variable, segments.get(4));
      resource += "/{" + variable + "}";
    }
    APIGatewayProxyRequestEvent event =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod(method)
            .withPath(uri.getPath())
            .withResource(resource)
            .withPathParameters(parameters)
            .withQueryStringParameters(query(uri))
            .withHeaders(
                Map.of(
                    "client-id",
                    client,
                    "x-project-id",
                    "p",
                    "content-type",
                    method.equals("PATCH") && kind.isEmpty() ? PATCH : JSON_TYPE))
            .withBody(body);
    return switch (kind) {
      case "messages" -> reply(messages.handleRequest(event, null));
      case "claims" -> reply(claims.handleRequest(event, null));
      case "subscriptions" -> reply(new SubscriptionsFunction(service).handleRequest(event, null));
      default -> reply(queues.handleRequest(event, null));
    };
  }

  /** How the pools are, in admin mode. */
  Reply health() {
    return reply(
        new HealthFunction(service)
            .handleRequest(
                new APIGatewayProxyRequestEvent()
                    .withHttpMethod("GET")
                    .withPath("/v2/health")
                    .withResource("/v2/health")
                    .withHeaders(
                        Map.of("client-id", CLIENT, "x-project-id", "p", "x-roles", "admin")),
                null));
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    if (uri.getQuery() != null) {
      for (String pair : uri.getQuery().split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(parts[0], parts[1]);
      }
    }
    return query;
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
