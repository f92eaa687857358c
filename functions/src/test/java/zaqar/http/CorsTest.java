// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.9. */
class CorsTest {
  private static final String CONSOLE = "https://console.example.com";
  private static final Cors CORS = new Cors(Set.of(CONSOLE, "http://localhost:3000"));
  private static final Cors ANY = new Cors(Set.of("*"));

  private static Response call(Cors cors, String method, Map<String, String> headers) {
    return cors.filter(
        Requests.of(method, "/v2/queues", headers, ""),
        request -> Response.json(404, Json.object()).with("Vary", "Accept"));
  }

  private static Response preflight(Cors cors, String origin) {
    return call(
        cors, "OPTIONS", Map.of("origin", origin, "access-control-request-method", "DELETE"));
  }

  @Test
  void answer_forAnAllowedOriginSaysSoWhateverItIs() {
    Response response = call(CORS, "GET", Map.of("origin", CONSOLE));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers())
        .containsEntry("Access-Control-Allow-Origin", CONSOLE)
        .containsEntry("Access-Control-Allow-Credentials", "true")
        .containsEntry("Vary", "Accept, Origin")
        .doesNotContainKeys("Access-Control-Allow-Methods", "Access-Control-Max-Age");
    assertThat(response.headers().get("Access-Control-Expose-Headers").split(", ", -1))
        .contains(
            "X-OpenStack-Request-ID",
            "X-Subject-Token",
            "Location",
            "Preference-Applied",
            "Retry-After");
  }

  @Test
  void preflight_isAnsweredHere() {
    Response response = preflight(CORS, CONSOLE);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers())
        .containsEntry("Access-Control-Allow-Origin", CONSOLE)
        .containsEntry("Access-Control-Allow-Credentials", "true")
        .containsEntry("Access-Control-Allow-Methods", "GET, PUT, POST, DELETE, PATCH, HEAD")
        .containsEntry("Access-Control-Max-Age", "3600")
        .containsEntry("Vary", "Origin");
    assertThat(response.headers().get("Access-Control-Allow-Headers").split(", ", -1))
        .contains(
            "X-Auth-Token",
            "Client-ID",
            "X-Project-ID",
            "Content-Type",
            "Authorization",
            "Idempotency-Key",
            "Prefer")
        .contains("URL-Signature", "URL-Expires", "URL-Methods", "URL-Paths");
  }

  @Test
  void options_withoutAMethodToAskForGoesOn() {
    Response response = call(CORS, "OPTIONS", Map.of("origin", CONSOLE));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers()).containsEntry("Access-Control-Allow-Origin", CONSOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.example.com",
        "http://console.example.com",
        "https://console.example.com:8443",
        "https://console.example.com.evil.example",
        "https://console.example.com, https://console.example.com",
        "*",
        "null",
        ""
      })
  void origin_thatIsNotAllowedIsToldNothing(String origin) {
    for (Response response :
        List.of(call(CORS, "GET", Map.of("origin", origin)), preflight(CORS, origin))) {
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.headers()).containsOnlyKeys("Content-Type", "Vary");
      assertThat(response.headers()).containsEntry("Vary", "Accept, Origin");
    }
  }

  @Test
  void answer_withoutOriginDiffersForCachesAlone() {
    assertThat(call(CORS, "GET", Map.of()).headers())
        .containsOnlyKeys("Content-Type", "Vary")
        .containsEntry("Vary", "Accept, Origin");
  }

  @Test
  void everyOrigin_getsNoCredentials() {
    assertThat(call(ANY, "GET", Map.of("origin", CONSOLE)).headers())
        .containsEntry("Access-Control-Allow-Origin", "*")
        .doesNotContainKey("Access-Control-Allow-Credentials");
    assertThat(preflight(ANY, "null").headers())
        .containsEntry("Access-Control-Allow-Origin", "*")
        .doesNotContainKey("Access-Control-Allow-Credentials");
  }

  @Test
  void nothing_happensWithoutOrigins() {
    Cors off = new Cors(Set.of());

    assertThat(call(off, "GET", Map.of("origin", CONSOLE)).headers())
        .containsEntry("Vary", "Accept")
        .containsOnlyKeys("Content-Type", "Vary");
    assertThat(preflight(off, CONSOLE).status()).isEqualTo(404);
  }
}
