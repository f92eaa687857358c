// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
  private static final Routes.Match<String> MATCH =
      new Routes.Match<>("/q/{name}", Map.of("name", "a%20%2B+%2520"), "target");

  @Test
  void event_tellsTheRequest() throws Refused {
    APIGatewayProxyRequestEvent event = event("x=1", Map.of(), "");

    assertThat(event.getVersion()).isEqualTo("1.0");
    assertThat(event.getHttpMethod()).isEqualTo("POST");
    assertThat(event.getResource()).isEqualTo("/q/{name}");
    assertThat(event.getPath()).isEqualTo("/q/a ++%20");
    assertThat(event.getPathParameters()).isEqualTo(Map.of("name", "a ++%20"));
    assertThat(event.getRequestContext().getStage()).isEqualTo("$default");
    assertThat(event.getRequestContext().getHttpMethod()).isEqualTo("POST");
    assertThat(event.getRequestContext().getResourcePath()).isEqualTo("/q/{name}");
    assertThat(event.getRequestContext().getRequestId()).isEqualTo("id");
    assertThat(event.getRequestContext().getIdentity().getSourceIp()).isEqualTo("127.0.0.1");
  }

  @Test
  void query_keepsOrderAndBlanks() throws Refused {
    APIGatewayProxyRequestEvent event = event("b=2&a=x+y%2B&b=&b=1&flag&&e%3D=f=g", Map.of(), "");

    assertThat(event.getMultiValueQueryStringParameters())
        .isEqualTo(
            Map.of(
                "b", List.of("2", "", "1"),
                "a", List.of("x y+"),
                "flag", List.of(""),
                "e=", List.of("f=g")));
    assertThat(event.getQueryStringParameters()).containsEntry("b", "1").containsEntry("flag", "");
  }

  @Test
  void query_absentIsNull() throws Refused {
    assertThat(event(null, Map.of(), "").getQueryStringParameters()).isNull();
    assertThat(event("", Map.of(), "").getMultiValueQueryStringParameters()).isNull();
  }

  @Test
  void query_malformedIsRefused() {
    assertThatThrownBy(() -> event("a=%zz", Map.of(), "")).isInstanceOf(Refused.class);
  }

  @Test
  void headers_singleOnesHaveTheLastValue() throws Refused {
    APIGatewayProxyRequestEvent event = event(null, Map.of("accept", List.of("a", "b")), "");

    assertThat(event.getHeaders()).containsEntry("accept", "b");
    assertThat(event.getMultiValueHeaders()).containsEntry("accept", List.of("a", "b"));
  }

  @Test
  void forwardedProto_isTheGatewaysOwn() throws Refused {
    Map<String, List<String>> claimed = Map.of("x-forwarded-proto", List.of("https", "gopher"));

    for (APIGatewayProxyRequestEvent event :
        List.of(event(null, Map.of(), ""), event(null, claimed, ""))) {
      assertThat(event.getHeaders()).isEqualTo(Map.of("x-forwarded-proto", "http"));
      assertThat(event.getMultiValueHeaders())
          .isEqualTo(Map.of("x-forwarded-proto", List.of("http")));
    }
  }

  @Test
  void domainName_isWhatTheClientCalled() throws Refused {
    Map<String, List<String>> headers = Map.of("host", List.of("zaqar.localhost:8888"));

    assertThat(event(null, headers, "").getRequestContext().getDomainName())
        .isEqualTo("zaqar.localhost:8888");
    assertThat(event(null, Map.of(), "").getRequestContext().getDomainName()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/x-yaml; charset=utf-8",
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/xml",
        "application/javascript"
      })
  void body_ofTextIsText(String type) throws Refused {
    APIGatewayProxyRequestEvent event = event(null, Map.of("content-type", List.of(type)), "grüße");

    assertThat(event.getBody()).isEqualTo("grüße");
    assertThat(event.getIsBase64Encoded()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "application/octet-stream",
        "application/json-patch+json",
        "application/openstack-messaging-v2.0-json-patch"
      })
  void body_ofOtherTypesIsBase64(String type) throws Refused {
    Map<String, List<String>> headers =
        type.isEmpty() ? Map.of() : Map.of("content-type", List.of(type));

    APIGatewayProxyRequestEvent event = event(null, headers, "grüße");

    assertThat(event.getIsBase64Encoded()).isTrue();
    assertThat(Base64.getDecoder().decode(event.getBody()))
        .isEqualTo("grüße".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void body_thatIsNotUtf8IsBase64WhateverItsType() throws Refused {
    Map<String, List<String>> headers = Map.of("content-type", List.of("application/json"));

    APIGatewayProxyRequestEvent event = event(null, headers, new byte[] {34, -1, 34});

    assertThat(event.getIsBase64Encoded()).isTrue();
    assertThat(Base64.getDecoder().decode(event.getBody())).containsExactly(34, -1, 34);
  }

  @Test
  void body_emptyIsNull() throws Refused {
    assertThat(event(null, Map.of(), "").getBody()).isNull();
    assertThat(event(null, Map.of("content-type", List.of("text/plain")), "").getBody()).isNull();
  }

  private static APIGatewayProxyRequestEvent event(
      String query, Map<String, List<String>> headers, String body) throws Refused {
    return event(query, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static APIGatewayProxyRequestEvent event(
      String query, Map<String, List<String>> headers, byte[] body) throws Refused {
    HttpCall call = new HttpCall("POST", "/q/a%20%2B+%2520", query, headers, "127.0.0.1");
    return Events.of(call, MATCH, body, "id");
  }
}
