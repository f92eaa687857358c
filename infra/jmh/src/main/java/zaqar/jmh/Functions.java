// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.ClaimsFunction;
import zaqar.MessagesFunction;
import zaqar.Service;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.local.Checkout;
import zaqar.local.store.LocalStore;
import zaqar.local.store.Tables;
import zaqar.local.template.Template;
import zaqar.settings.Settings;

/**
 * The functions for messages and claims, with the settings of the template, on a store in this
 * process. They make their calls one after the other, on the thread of the request.
 */
final class Functions implements AutoCloseable {
  private static final int SEED = 1;

  /** As the local runtime has them: one clock, and nobody who asks who calls. */
  private static final Map<String, String> PARAMETERS =
      Map.of("AuthMode", "none", "ClockToleranceMilliseconds", "0");

  private static final int BODY_LENGTH = 200;
  private static final int ATTEMPTS = 5;
  private static final int UNAVAILABLE = 503;
  private static final int REFUSED = 400;

  private final LocalStore store;
  private final StoreTime storeTime = new StoreTime();
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private final MessagesFunction messages;
  private final ClaimsFunction claims;
  private String logged = "{}";

  /** With a store of their own. */
  Functions() {
    this(LocalStore.inMemory());
  }

  private Functions(LocalStore store) {
    this.store = store;
    Template template = Template.read(Checkout.current().template(), Map.of(), PARAMETERS);
    new Tables(store.client(List.of())).createMissing(template.tables());
    Map<String, String> environment = new HashMap<>(template.environment());
    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    Settings settings = Settings.from(environment);
    Clock clock = Clock.systemUTC();
    Platform platform =
        new Platform(
            DynamoDb.connect(this::client, settings, clock),
            settings,
            new Parallel(Runnable::run),
            clock,
            Sleeper.real(),
            new Random(SEED));
    Service service = new Service(platform, line -> logged = line);
    messages = new MessagesFunction(service);
    claims = new ClaimsFunction(service);
  }

  private DynamoDbClient client(List<ExecutionInterceptor> interceptors) {
    List<ExecutionInterceptor> all = new ArrayList<>(interceptors);
    all.add(storeTime);
    return store.client(all);
  }

  /** Another instance of the functions, with what it knows of its own, on the same store. */
  Functions another() {
    return new Functions(store);
  }

  RequestStreamHandler messages() {
    return messages;
  }

  RequestStreamHandler claims() {
    return claims;
  }

  /** An event that posts so many messages of 200 characters. */
  static Event post(String queue, int count) {
    ObjectNode body = Event.JSON.createObjectNode();
    ArrayNode all = body.putArray("messages");
    for (int i = 0; i < count; i++) {
      all.addObject().put("ttl", 3600).put("body", "b".repeat(BODY_LENGTH));
    }
    return Event.of("MessagesFunction", "post-messages.json", queue).body(body);
  }

  /** Makes a request; returns the body of its answer. */
  JsonNode send(RequestStreamHandler function, Event event) throws IOException {
    call(function, event.bytes());
    return answered();
  }

  /** The same for a request that may miss its own deadline, such as one that loads classes. */
  JsonNode sendPatiently(RequestStreamHandler function, Event event) throws IOException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      call(function, event.bytes());
      if (status() != UNAVAILABLE) {
        return answered();
      }
    }
    return send(function, event);
  }

  /** Makes a request that is measured; returns the length of its answer. */
  int measure(RequestStreamHandler function, byte[] event) throws IOException {
    long stored = storeTime.nanos();
    long storedBytes = storeTime.bytes();
    long calls = storeTime.calls();
    long startBytes = StoreTime.allocated();
    long start = StoreTime.now();
    call(function, event);
    long all = StoreTime.now() - start;
    long allBytes = StoreTime.allocated() - startBytes;
    StoreProfiler.add(
        all - (storeTime.nanos() - stored),
        allBytes - (storeTime.bytes() - storedBytes),
        storeTime.calls() - calls);
    return answer.size();
  }

  private void call(RequestStreamHandler function, byte[] event) throws IOException {
    answer.reset();
    function.handleRequest(new ByteArrayInputStream(event), answer, null);
  }

  /** The body of the last answer, which has to be none of a refusal. */
  JsonNode answered() throws IOException {
    if (status() >= REFUSED) {
      throw new IllegalStateException(answer.toString(UTF_8));
    }
    return Event.JSON.readTree(Event.JSON.readTree(answer.toByteArray()).path("body").asText("{}"));
  }

  /** What the log says of the last request. */
  JsonNode logged() throws IOException {
    return Event.JSON.readTree(logged);
  }

  /** How often all requests so far have asked the store. */
  long calls() {
    return storeTime.calls();
  }

  private int status() throws IOException {
    return Event.JSON.readTree(answer.toByteArray()).path("statusCode").asInt();
  }

  @Override
  public void close() {
    store.close();
  }
}
