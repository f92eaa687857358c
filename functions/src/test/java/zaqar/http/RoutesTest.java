// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.1, 2.4. */
class RoutesTest {
  private static final Filter OPEN = (request, next) -> next.handle(request);
  private static final Filter CLOSED =
      (request, next) -> {
        throw Problem.missingHeader("Client-ID");
      };

  private static Routes routes(Filter filter) {
    return new Routes()
        .resource(
            "/v2/ping",
            filter,
            new Routes.Methods()
                .on("GET", request -> Response.noContent())
                .on("HEAD", request -> Response.empty(200)))
        .resource("/v2/", filter, new Routes.Methods())
        .resource("/v2/queues", filter, new Routes.Methods())
        .resource("/", filter, new Routes.Methods())
        .resource("/v2/queues/{queue_name}", filter, new Routes.Methods());
  }

  private static void assertRefused(Filter filter, String method, String resource, int status) {
    assertThatThrownBy(() -> routes(filter).handle(Requests.of(method, resource)))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(status));
  }

  @Test
  void request_isAnsweredByItsResourceAndMethod() {
    assertThat(routes(OPEN).handle(Requests.of("GET", "/v2/ping")).status()).isEqualTo(204);
    assertThat(routes(OPEN).handle(Requests.of("HEAD", "/v2/ping")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/v2", "/v2/ping/", "/V2/ping", ""})
  void resource_thatIsUnknownIsNotFoundBeforeAnyOtherCheck(String resource) {
    assertRefused(CLOSED, "GET", resource, 404);
    assertRefused(CLOSED, "OPTIONS", resource, 404);
    assertRefused(CLOSED, "BREW", resource, 404);
  }

  @Test
  void notFound_hasATitleAndNothingElse() {
    assertThat(Problem.noRoute().response().body()).isEqualTo("{\"title\":\"404 Not Found\"}");
  }

  @Test
  void method_thatIsWrongIsRefusedAfterAllOtherChecks() {
    assertRefused(CLOSED, "POST", "/v2/ping", 400);
    assertRefused(OPEN, "POST", "/v2/ping", 405);
    assertThatThrownBy(() -> routes(OPEN).handle(Requests.of("POST", "/v2/ping")))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> assertThat(p.response().headers()).containsEntry("Allow", "GET, HEAD, OPTIONS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BREW", "get", ""})
  void method_thatHttpDoesNotKnowIsABadRequest(String method) {
    assertRefused(OPEN, method, "/v2/ping", 400);
  }

  @Test
  void options_isAnsweredBeforeAnyOtherCheck() {
    assertThat(routes(CLOSED).handle(Requests.of("OPTIONS", "/v2/ping")))
        .isEqualTo(Response.empty(200).with("Allow", "GET, HEAD, OPTIONS"));
  }

  @Test
  void templates_areInTheOrderAdded() {
    assertThat(routes(OPEN).templates())
        .containsExactly("/v2/ping", "/v2/", "/v2/queues", "/", "/v2/queues/{queue_name}");
  }
}
