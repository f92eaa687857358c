// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.dynamodb.Ticks;
import zaqar.http.Filter;
import zaqar.http.Problem;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.names.ProjectId;
import zaqar.names.Sha256;
import zaqar.settings.TokenSettings;

class ApiKeysTest {
  private static final String KEYS =
      """
      {"%s": {"project": "demo", "roles": ["admin", "a,b"]}, "%s": {"project": "other"}}
      """
          .formatted(Sha256.hex("first"), Sha256.hex("second"));

  private static String seen(Filter filter, Map<String, String> headers) {
    return filter
        .filter(
            Requests.of("GET", "/v2/queues", headers, ""),
            request ->
                Response.noContent()
                    .with("Who", request.headers().get("x-project-id"))
                    .with("Roles", request.headers().get("x-roles")))
        .headers()
        .toString();
  }

  @Test
  void key_isOfItsProjectWithItsRoles() {
    ApiKeys keys = ApiKeys.parse(KEYS);

    ValidToken first = keys.check("first").orElseThrow();
    assertThat(first.project()).isEqualTo(new ProjectId("demo"));
    assertThat(first.roles()).containsExactly("admin");
    assertThat(keys.check("second").map(ValidToken::roles)).contains(List.of());
  }

  /** Who reads the settings has no key yet. */
  @Test
  void key_isNotItsDigest() {
    ApiKeys keys = ApiKeys.parse(KEYS);

    assertThat(keys.check(Sha256.hex("first"))).isEmpty();
    assertThat(keys.check("firs")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"x-auth-token, first", "authorization, Bearer first"})
  void key_comesInEitherHeaderAndWinsOverAllOthers(String header, String value) {
    Filter filter = Tokens.by(new TokenSettings.Keys(KEYS), new Ticks());

    assertThat(seen(filter, Map.of(header, value, "x-project-id", "victim", "x-roles", "operator")))
        .contains("Who=demo", "Roles=admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "third", "first ", "FIRST"})
  void key_thatNobodyHasMadeIsUnauthorized(String key) {
    Filter filter = Tokens.by(new TokenSettings.Keys(KEYS), new Ticks());

    assertThat(
            Optional.of(filter)
                .map(each -> refusal(each, Map.of("x-auth-token", key, "x-project-id", "demo"))))
        .contains(401);
  }

  private static int refusal(Filter filter, Map<String, String> headers) {
    try {
      seen(filter, headers);
      return 0;
    } catch (Problem problem) {
      return problem.status();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "first",
        "{'first': {'project': 'demo'}}",
        "{'D': 'demo'}",
        "{'D': {}}",
        "{'D': {'project': ''}}",
        "{'D': {'project': 1}}",
        "{'D': {'project': 'demo', 'roles': 'admin'}}",
        "{'D': {'project': 'demo', 'roles': [1]}}",
        "{'D': {'project': 'demo', 'role': ['admin']}}"
      })
  void keys_thatMakeNoSenseStopTheStart(String text) {
    String json = text.replace('\'', '"').replace("D", Sha256.hex("first"));

    assertThatIllegalStateException()
        .isThrownBy(() -> ApiKeys.parse(json))
        .withMessageStartingWith("API_KEYS must ");
  }
}
