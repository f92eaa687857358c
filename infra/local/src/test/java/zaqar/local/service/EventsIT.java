package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import zaqar.DeliveryFunction;
import zaqar.Service;
import zaqar.StreamFunction;
import zaqar.delivery.StreamRecords;
import zaqar.local.Checkout;
import zaqar.local.sqs.Sqs;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.Template;

/** Each function of the template takes its sample event, read as the Lambda runtime reads it. */
class EventsIT {
  private static final Map<String, Integer> STATUS =
      Map.of(
          "HomeFunction",
          204,
          "QueuesFunction",
          201,
          "MessagesFunction",
          201,
          "ClaimsFunction",
          201,
          "SubscriptionsFunction",
          201,
          "PoolsFunction",
          200,
          "FlavorsFunction",
          200,
          "HealthFunction",
          200);
  private static final Template TEMPLATE =
      Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), Map.of());
  private static final Sqs SQS = Sqs.start(Optional.empty(), TEMPLATE.queues());
  private static final Service SERVICE = service();

  private static Service service() {
    Map<String, String> environment = TestStore.environment(Map.of("AdminMode", "true"));
    environment.put("AWS_ENDPOINT_URL_SQS", SQS.endpoint().toString());
    return Service.from(environment);
  }

  @AfterAll
  static void stop() {
    SQS.close();
  }

  static Stream<Arguments> functions() {
    return TEMPLATE.functions().stream()
        .filter(function -> !function.routes().isEmpty())
        .map(function -> Arguments.of(function.name(), function));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void sampleEvent_isAnsweredByItsFunction(String name, FunctionResource function)
      throws ReflectiveOperationException, IOException {
    APIGatewayProxyRequestEvent event = read(name, APIGatewayProxyRequestEvent.class);

    APIGatewayProxyResponseEvent response = handler(function.handler()).handleRequest(event, null);

    assertThat(response.getStatusCode()).isEqualTo(STATUS.get(name));
    assertThat(response.getHeaders()).containsKey("X-Openstack-Request-Id");
  }

  /** Nobody subscribes to the queue of the sample. */
  @Test
  void sampleOfTheStream_isReadAsMessages() throws IOException {
    DynamodbEvent event = read("StreamFunction", DynamodbEvent.class);

    assertThat(StreamRecords.messages(event.getRecords())).hasSize(1);
    assertThat(new StreamFunction(SERVICE).handleRequest(event, null).getBatchItemFailures())
        .isEmpty();
  }

  @Test
  void sampleOfADelivery_isHandled() throws IOException {
    SQSEvent event = read("DeliveryFunction", SQSEvent.class);

    assertThat(new DeliveryFunction(SERVICE).handleRequest(event, null).getBatchItemFailures())
        .isEmpty();
  }

  private static <T> T read(String name, Class<T> type) throws IOException {
    Path file = Checkout.current().root().resolve("events").resolve(name + ".json");
    try (InputStream json = Files.newInputStream(file)) {
      return LambdaEventSerializers.serializerFor(type, EventsIT.class.getClassLoader())
          .fromJson(json);
    }
  }

  @SuppressWarnings("unchecked")
  private static RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> handler(
      String name) throws ReflectiveOperationException {
    return (RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>)
        Class.forName(name).getConstructor(Service.class).newInstance(SERVICE);
  }
}
