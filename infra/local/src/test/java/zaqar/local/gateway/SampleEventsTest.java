// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import zaqar.local.Checkout;
import zaqar.local.deployed.Sample;
import zaqar.local.template.Template;

/** The sample events of requests are what the gateway makes of these requests. */
class SampleEventsTest {
  private static final Routes<String> ROUTES = routes();

  private static Routes<String> routes() {
    Routes.Builder<String> routes = new Routes.Builder<>();
    Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), Map.of())
        .functions()
        .forEach(
            function ->
                function
                    .routes()
                    .forEach(route -> routes.add(route.method(), route.path(), function.name())));
    return routes.build();
  }

  static Stream<Sample> requests() {
    return Sample.all().stream().filter(Sample::isRequest);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void sample_isTheEventOfItsRequest(Sample sample) throws Refused {
    APIGatewayProxyRequestEvent event =
        LambdaEventSerializers.serializerFor(
                APIGatewayProxyRequestEvent.class, getClass().getClassLoader())
            .fromJson(sample.text());
    APIGatewayProxyRequestEvent.ProxyRequestContext context = event.getRequestContext();
    HttpCall call =
        new HttpCall(
            context.getHttpMethod(),
            context.getPath(),
            query(event),
            event.getMultiValueHeaders(),
            context.getIdentity().getSourceIp());
    Routes.Match<String> match = ROUTES.find(call.method(), call.rawPath()).orElseThrow();

    APIGatewayProxyRequestEvent made = Events.of(call, match, body(event), context.getRequestId());

    assertThat(match.target()).isEqualTo(sample.function());
    // That on AWS everybody comes by TLS is the one difference.
    event.getHeaders().put("x-forwarded-proto", "http");
    event.getMultiValueHeaders().put("x-forwarded-proto", List.of("http"));
    assertThat(event).usingRecursiveComparison().ignoringFields("requestContext").isEqualTo(made);
    assertThat(context)
        .usingRecursiveComparison()
        .comparingOnlyFields("stage", "httpMethod", "resourcePath", "path", "domainName")
        .isEqualTo(made.getRequestContext());
    assertThat(event.getHeaders()).containsEntry("content-length", "" + body(event).length);
  }

  private static byte[] body(APIGatewayProxyRequestEvent event) {
    String body = event.getBody();
    if (body == null) {
      return new byte[0];
    }
    return event.getIsBase64Encoded()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private static String query(APIGatewayProxyRequestEvent event) {
    if (event.getQueryStringParameters() == null) {
      return null;
    }
    return event.getQueryStringParameters().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
