// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.1, step 4; 2.3. */
class AcceptableTest {
  private static Response answer(Map<String, String> headers) {
    return new Acceptable()
        .around(request -> Response.noContent())
        .handle(Requests.of("GET", "/v2/queues", headers, ""));
  }

  private static Response answer(String accept) {
    return answer(Map.of("accept", accept));
  }

  @Test
  void absence_isFine() {
    assertThat(answer(Map.of()).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "*",
        "application/*",
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;q=0.1",
        "text/html, application/json;q=0.9, */*;q=0",
        "application/xml;q=0.9,*/*;q=0.8"
      })
  void json_isServedToWhoeverTakesIt(String accept) {
    assertThat(answer(accept).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/*",
        "application/xml",
        "application/json-home",
        "garbage",
        ",",
        "application/json;q=0",
        "application/json;q=0, */*",
        "application/*;q=0, */*"
      })
  void json_isNotServedToAnybodyElse(String accept) {
    assertThat(answer(accept).status()).isEqualTo(406);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "text/xml", "text/*"})
  void refusal_isXmlForWhoeverTakesThat(String accept) {
    Response refusal = answer(accept);

    assertThat(refusal.headers())
        .containsEntry("Content-Type", "application/xml")
        .containsEntry("Vary", "Accept");
    assertThat(refusal.body()).startsWith("<?xml").contains("<title>406 Not Acceptable</title>");
  }

  @Test
  void refusal_isJsonWithALinkForWhoeverTakesSomeKindOfJson() {
    Response refusal = answer("application/vnd.api+json");

    assertThat(refusal.headers()).containsEntry("Content-Type", "application/json");
    assertThat(Json.parse(refusal.body()).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("title", "description", "link");
    assertThat(Json.parse(refusal.body()).get("link").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("text", "href", "rel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "image/png", "garbage"})
  void refusal_isBareForAnybodyElse(String accept) {
    assertThat(answer(accept)).isEqualTo(Response.empty(406));
  }
}
