// SPDX-License-Identifier: Apache-2.0
package zaqar.local.pools;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import zaqar.HealthCheckFunction;
import zaqar.Service;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.local.Checkout;
import zaqar.local.LocalRuntime;
import zaqar.local.aws.Clients;
import zaqar.local.events.EventBridge;
import zaqar.local.sqs.Sqs;
import zaqar.local.template.BusResource;
import zaqar.local.template.QueueResource;
import zaqar.local.template.RuleResource;
import zaqar.local.template.Template;
import zaqar.settings.Settings;

/**
 * The function that looks at a runtime's pools by the clock, called by hand instead, with what it
 * writes down and what the bus hears from it.
 */
record Lookout(
    HealthCheckFunction function,
    DynamoDb dynamoDb,
    List<String> log,
    Sqs sqs,
    SqsClient queues,
    EventBridge bus)
    implements AutoCloseable {
  private static final String FUNCTION = "HealthCheckFunction";
  private static final String EVENTS = "Events";
  private static final ObjectMapper JSON = new ObjectMapper();

  static Lookout at(LocalRuntime runtime) {
    Map<String, String> environment = environment(runtime);
    Sqs sqs =
        Sqs.start(
            Optional.empty(),
            List.of(
                new QueueResource(
                    EVENTS, Duration.ofSeconds(30), Duration.ZERO, Optional.empty())));
    String name = environment.get("EVENT_BUS");
    EventBridge bus =
        EventBridge.start(
            List.of(new BusResource(name)),
            List.of(
                new RuleResource(
                    "Health",
                    name,
                    "{\"source\": [\"zaqar\"], \"detail-type\": [\"Pool Health Changed\"]}",
                    List.of(EVENTS))),
            Clients.client(SqsClient.builder(), sqs.endpoint()));
    environment.put("AWS_ENDPOINT_URL_EVENTBRIDGE", bus.endpoint().toString());
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Settings settings = Settings.from(environment);
    Clock clock = Clock.systemUTC();
    DynamoDb dynamoDb = DynamoDb.connect(settings, clock, DynamoDb.connections());
    Platform platform =
        new Platform(
            dynamoDb,
            settings,
            new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
            clock,
            Sleeper.real(),
            new SecureRandom());
    return new Lookout(
        new HealthCheckFunction(new Service(platform, log::add)),
        dynamoDb,
        log,
        sqs,
        Clients.client(SqsClient.builder(), sqs.endpoint()),
        bus);
  }

  private static Map<String, String> environment(LocalRuntime runtime) {
    Template template =
        Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), Map.of());
    Map<String, String> environment =
        new HashMap<>(
            template.functions().stream()
                .filter(function -> function.name().equals(FUNCTION))
                .findFirst()
                .orElseThrow()
                .environment());
    environment.putAll(runtime.machine());
    return environment;
  }

  /** Looks at all pools; returns what it writes down. */
  List<JsonNode> look() {
    log.clear();
    function.handleRequest(new ScheduledEvent(), null);
    return List.copyOf(log).stream().map(Lookout::parse).toList();
  }

  /** What the bus has heard since it was asked last. */
  List<JsonNode> heard() {
    List<Message> messages =
        queues
            .receiveMessage(r -> r.queueUrl(QueueResource.url(EVENTS)).maxNumberOfMessages(10))
            .messages();
    messages.forEach(
        message ->
            queues.deleteMessage(
                r -> r.queueUrl(QueueResource.url(EVENTS)).receiptHandle(message.receiptHandle())));
    return messages.stream().map(Message::body).map(Lookout::parse).toList();
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  @Override
  public void close() {
    dynamoDb.client().close();
    dynamoDb.once().close();
    bus.close();
    queues.close();
    sqs.close();
  }
}
