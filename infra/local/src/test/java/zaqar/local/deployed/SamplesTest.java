// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zaqar.Service;
import zaqar.local.Checkout;
import zaqar.local.aws.Clients;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.FunctionResource.HttpRoute;
import zaqar.local.template.MappingResource;
import zaqar.local.template.QueueSource;
import zaqar.local.template.ScheduleSource;
import zaqar.local.template.StreamSource;
import zaqar.local.template.Template;

/** There is a sample event for whatever the template sends to a function, and for nothing else. */
class SamplesTest {
  private static final Map<String, String> PARAMETERS =
      Map.of("AuthMode", "none", "AdminMode", "true");
  private static final Template TEMPLATE =
      Template.read(Checkout.current().template(), Map.of(), PARAMETERS);
  private static final Service SERVICE = service();

  /** What the default route serves, and what it does not. */
  private static final List<String> AT_HOME = List.of("/", "/v2/", "/v2/ping");

  private static final String NOWHERE = "HomeFunction GET /v2/no such thing";

  /** Names that CloudFormation makes up: stack, logical id, and something that nobody guesses. */
  private static final Pattern MADE_UP = Pattern.compile("zaqar-([A-Za-z]+)-[A-Z0-9]{12,13}");

  /** It is asked nothing for which it has to ask others. */
  private static Service service() {
    Map<String, String> environment = TEMPLATE.environment();
    environment.putAll(Clients.environment());
    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    environment.put("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
    return Service.from(environment);
  }

  @Test
  void sample_isThereForEveryRouteAndMethod() throws ReflectiveOperationException {
    List<String> served = new ArrayList<>(List.of(NOWHERE));
    for (FunctionResource function : TEMPLATE.functions()) {
      for (String path : paths(function)) {
        methods(function, path)
            .forEach(method -> served.add(function.name() + " " + method + " " + path));
      }
    }

    assertThat(Sample.all().stream().filter(Sample::isRequest).map(SamplesTest::request).distinct())
        .containsExactlyInAnyOrderElementsOf(served);
  }

  private static String request(Sample sample) {
    JsonNode event = sample.json();
    String resource = event.path("resource").textValue();
    String path = resource.equals(HttpRoute.DEFAULT) ? event.path("path").textValue() : resource;
    return sample.function() + " " + event.path("httpMethod").textValue() + " " + path;
  }

  private static List<String> paths(FunctionResource function) {
    return function.routes().stream()
        .map(HttpRoute::path)
        .flatMap(path -> path.equals(HttpRoute.DEFAULT) ? AT_HOME.stream() : Stream.of(path))
        .toList();
  }

  /** What the function says that it answers. */
  @SuppressWarnings("unchecked")
  private static Stream<String> methods(FunctionResource function, String path)
      throws ReflectiveOperationException {
    var handler =
        (RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent>)
            Class.forName(function.handler()).getConstructor(Service.class).newInstance(SERVICE);
    APIGatewayProxyRequestEvent question =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("OPTIONS")
            .withResource(path)
            .withPath(path);
    String allowed = handler.handleRequest(question, null).getHeaders().get("Allow");
    return Stream.of(allowed.split(", ")).filter(method -> !method.equals("OPTIONS"));
  }

  @Test
  void sample_isThereForEverySource() {
    List<String> sources = new ArrayList<>();
    for (FunctionResource function : TEMPLATE.functions()) {
      function
          .sources(StreamSource.class)
          .forEach(source -> sources.add(function.name() + " " + source.table()));
      function
          .sources(QueueSource.class)
          .forEach(source -> sources.add(function.name() + " " + source.queue()));
      function
          .sources(ScheduleSource.class)
          .forEach(source -> sources.add(function.name() + " aws.events"));
    }
    for (MappingResource mapping : Cloud.pool(TEMPLATE).mappings()) {
      StreamSource source = (StreamSource) mapping.source();
      sources.add(mapping.function() + " " + source.table());
    }

    assertThat(
            Sample.all().stream()
                .filter(sample -> !sample.isRequest())
                .map(sample -> sample.function() + " " + source(sample.json()))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(sources);
  }

  private static String source(JsonNode event) {
    if (event.has("source")) {
      return event.path("source").textValue();
    }
    String resource = event.at("/Records/0/eventSourceARN").textValue().split(":", 6)[5];
    String name = resource.replaceAll("^table/|/stream/.*$", "");
    Matcher madeUp = MADE_UP.matcher(name);
    return madeUp.matches() ? madeUp.group(1) : name;
  }
}
