package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Requests;
import zaqar.http.Response;

/** Contract 2.1, step 9. */
class RolesTest {
  private static final Handler ADMINS =
      Roles.required("admin").around(request -> Response.noContent());

  private static Response withRoles(String roles) {
    return ADMINS.handle(Requests.of("GET", "/v2/pools", Map.of("x-roles", roles), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "Admin", "member,admin", " member , ADMIN "})
  void caller_withTheRolePasses(String roles) {
    assertThat(withRoles(roles).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "member", "administrator", "admin;member", "admin member"})
  void caller_withoutTheRoleIsRefused(String roles) {
    assertThatThrownBy(() -> withRoles(roles))
        .isInstanceOf(Problem.class)
        .satisfies(problem -> assertThat(((Problem) problem).status()).isEqualTo(403));
  }

  @Test
  void caller_withoutRolesIsRefused() {
    assertThatThrownBy(() -> ADMINS.handle(Requests.of("GET", "/v2/pools")))
        .isInstanceOf(Problem.class);
  }
}
