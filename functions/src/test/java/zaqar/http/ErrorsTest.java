// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 2.3. */
class ErrorsTest {
  private final List<String> log = new ArrayList<>();

  private Response answer(Handler handler) {
    return new Errors(log::add).around(handler).handle(Requests.of("GET", "/v2/queues"));
  }

  private Response fail(RuntimeException fault) {
    return answer(
        request -> {
          throw fault;
        });
  }

  @Test
  void answer_passesAsItIs() {
    assertThat(answer(request -> Response.noContent())).isEqualTo(Response.noContent());
    assertThat(log).isEmpty();
  }

  @Test
  void problem_becomesWhatItSaysAndIsNotLogged() {
    Response response = fail(Problem.conflict("The key is not set."));

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Vary", "Accept");
    assertThat(response.body())
        .isEqualTo("{\"title\":\"Resource conflict\",\"description\":\"The key is not set.\"}");
    assertThat(log).isEmpty();
  }

  @Test
  void problem_echoesNoMoreThanABeginning() {
    Response response = fail(Problem.notFound("Message " + "x".repeat(100_000)));

    assertThat(Json.parse(response.body()).path("description").asText()).hasSize(500);
  }

  @Test
  void unauthorized_speaksAsKeystonesMiddlewareDoes() {
    Response response = fail(Problem.unauthorized("Keystone uri=\"https://keystone\""));

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.headers())
        .containsEntry("WWW-Authenticate", "Keystone uri=\"https://keystone\"");
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":{\"code\":401,\"title\":\"Unauthorized\",\"message\":"
                + "\"The request you have made requires authentication.\"}}");
  }

  @Test
  void problem_withACauseTellsItToTheLogAlone() {
    Response response =
        fail(
            Problem.unavailable("The store is busy.").because(new IllegalStateException("secret")));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).contains("The store is busy.").doesNotContain("secret");
    assertThat(log).singleElement().asString().contains("secret");
  }

  @Test
  void fault_becomesA503ThatLeaksNothing() {
    Response response =
        fail(new IllegalStateException("secret", new NullPointerException("deeper secret")));

    assertThat(response.status()).isEqualTo(503);
    assertThat(Json.parse(response.body()).fieldNames())
        .toIterable()
        .containsExactly("title", "description");
    assertThat(response.body())
        .contains("Service temporarily unavailable")
        .doesNotContain("secret", "Exception", "zaqar", "java");
    assertThat(response.headers().toString()).doesNotContain("secret", "Exception");
  }

  @Test
  void fault_isLoggedWholeOnOneLineThatNamesTheRequest() {
    fail(new IllegalStateException("secret", new NullPointerException("deeper secret")));

    assertThat(log).singleElement().asString().doesNotContain("\n");
    JsonNode line = Json.parse(log.getFirst());
    assertThat(line.get("level").textValue()).isEqualTo("ERROR");
    assertThat(line.get("request_id").textValue()).isEqualTo("req-1");
    assertThat(line.get("method").textValue()).isEqualTo("GET");
    assertThat(line.get("resource").textValue()).isEqualTo("/v2/queues");
    assertThat(line.get("fault").textValue())
        .contains("IllegalStateException: secret", "deeper secret", "at zaqar.http.ErrorsTest");
  }
}
