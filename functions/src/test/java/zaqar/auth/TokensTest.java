// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.dynamodb.Ticks;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.Problem;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.meter.Meter;
import zaqar.metrics.Metrics;
import zaqar.metrics.RequestLog;
import zaqar.names.ProjectId;
import zaqar.settings.ClientIdMode;
import zaqar.settings.TemplateVariables;
import zaqar.settings.TokenSettings;

/** Contract 2.4: project and roles come from the token. */
class TokensTest {
  private static final Map<String, String> FAKED =
      Map.of(
          "x-project-id", "victim",
          "x-tenant-id", "victim",
          "x-tenant", "victim",
          "x-roles", "admin",
          "x-role", "admin",
          "x-service-roles", "admin",
          "x-user-id", "somebody",
          "x-project-domain-name", "Default",
          "x-identity-status", "Confirmed",
          "x-is-admin-project", "True");

  private static final TokenCheck CHECK =
      token ->
          token.equals("right")
              ? Optional.of(
                  new ValidToken(new ProjectId("p1"), List.of("member", "reader"), Ticks.START))
              : Optional.empty();

  private final Map<String, String> seen = new TreeMap<>();

  /** Keystone's outage is not this service's fault, and no reason to take a release back. */
  @Test
  void outage_isNoFault() {
    List<String> lines = new ArrayList<>();
    Clock clock = Clock.systemUTC();
    Tokens tokens =
        new Tokens(
            token -> {
              throw new TrustedServer("Keystone").unavailable(new IOException("away"));
            },
            "Keystone uri=\"k\"",
            false);

    Response answer =
        new RequestLog(new Metrics("zaqar", clock, lines::add), clock, Optional::empty)
            .then(new Errors(report -> {}))
            .then(tokens)
            .filter(
                Requests.of("GET", "/v2/queues", Map.of("x-auth-token", "right"), ""),
                request -> Response.noContent());

    assertThat(answer.status()).isEqualTo(503);
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("\"Faults\":0,", "\"UncheckedTokens\":1,", "\"level\":\"WARN\"");
  }

  private Response send(boolean takesBearers, Map<String, String> headers) {
    return pass(new Tokens(CHECK, "Keystone uri=\"k\"", takesBearers), headers);
  }

  private Response pass(Filter filter, Map<String, String> headers) {
    return filter.filter(
        Requests.of("GET", "/v2/queues", headers, ""),
        request -> {
          seen.putAll(request.headers());
          return Response.noContent();
        });
  }

  private void assertUnauthorized(boolean takesBearers, Map<String, String> headers) {
    assertThatThrownBy(() -> send(takesBearers, headers))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(401));
    assertThat(seen).isEmpty();
  }

  @Test
  void token_tellsProjectAndRolesAndNothingElseDoes() {
    Map<String, String> headers = new HashMap<>(FAKED);
    headers.put("x-auth-token", "right");
    headers.put("client-id", "c");
    send(false, headers);

    assertThat(seen)
        .isEqualTo(
            Map.of(
                "x-auth-token", "right",
                "client-id", "c",
                "x-project-id", "p1",
                "x-roles", "member,reader"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "right,right", " right", "right\n", "r\u00efght", "\u0000"})
  void token_thatIsNotValidIsUnauthorized(String token) {
    Map<String, String> headers = new HashMap<>(FAKED);
    headers.put("x-auth-token", token);

    assertUnauthorized(true, headers);
  }

  @Test
  void token_thatIsMissingIsUnauthorized() {
    assertUnauthorized(true, FAKED);
  }

  /** Whatever the headers say, and before anything else is known of the request. */
  @Test
  void project_ofTheTokenIsWhatTheLogGets() {
    Meter meter = new Meter();
    Map<String, String> headers = new HashMap<>(FAKED);
    headers.put("x-auth-token", "right");
    headers.put("client-id", "3381af92-2b9e-11e3-b191-71861300734c");
    Filter callers = new Callers(ClientIdMode.STRICT, TemplateVariables.settings().limits());

    meter.measure(() -> pass(new Tokens(CHECK, "Keystone", true).then(callers), headers));

    assertThat(meter.project()).contains("p1");
  }

  @Test
  void token_thatIsHugeIsUnauthorized() {
    assertUnauthorized(true, Map.of("x-auth-token", "x".repeat(10_001)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer right", "bearer  right"})
  void bearer_isTakenWhereItMayBe(String authorization) {
    assertThat(send(true, Map.of("authorization", authorization)).status()).isEqualTo(204);
    seen.clear();

    assertUnauthorized(false, Map.of("authorization", authorization));
  }

  @ParameterizedTest
  @ValueSource(strings = {"right", "Basic right", "Bearer", "Bearerright", "Bearer right, right"})
  void authorization_thatIsNoBearerIsUnauthorized(String authorization) {
    assertUnauthorized(true, Map.of("authorization", authorization));
  }

  @Test
  void authToken_winsOverABearer() {
    assertUnauthorized(true, Map.of("x-auth-token", "wrong", "authorization", "Bearer right"));
  }

  @Test
  void signature_needsNoTokenAndHasNoRoles() {
    Map<String, String> headers = new HashMap<>(FAKED);
    headers.put("url-signature", "right, or it would not have come here");
    send(false, headers);

    assertThat(seen).containsEntry("x-project-id", "victim").containsEntry("x-roles", "");
    assertThat(seen).doesNotContainKeys("x-tenant", "x-role", "x-service-roles");
  }

  @Test
  void mode_withoutTokensBelievesWhatIsSaid() {
    pass(Tokens.by(new TokenSettings.None(), new Ticks()), FAKED);

    assertThat(seen).isEqualTo(FAKED);
  }

  @Test
  void role_withACommaIsNotTwo() {
    List<String> roles = List.of("member", "x,admin", "reader");
    TokenCheck check = token -> Optional.of(new ValidToken(new ProjectId("p"), roles, Ticks.START));

    pass(new Tokens(check, "Bearer", true), Map.of("x-auth-token", "any"));

    assertThat(seen).containsEntry("x-roles", "member,reader");
  }
}
