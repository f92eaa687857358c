// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Requests;
import zaqar.http.Response;

/** Contract 2.1, steps 8 and 9. */
class RolesTest {
  private static final Handler ADMINS =
      Roles.required("admin").around(request -> Response.noContent());

  private static Response withRoles(String roles) {
    return ADMINS.handle(Requests.of("GET", "/v2/pools", Map.of("x-roles", roles), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "Admin", "member,admin", " member ,ADMIN"})
  void caller_withTheRolePasses(String roles) {
    assertThat(withRoles(roles).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "member",
        "administrator",
        "admin;member",
        "admin member",
        " admin",
        "admin ",
        "admin\n",
        "\tadmin",
        "admin\u0000",
        "\u00a0admin",
        "admın",
        "ADMİN",
        "ａｄｍｉｎ",
        "member, admin"
      })
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

  /** K for kelvin, and a long s. */
  @Test
  void role_isOfNoOtherLettersThanItsName() {
    Handler keepers = Roles.required("desk").around(request -> Response.noContent());

    for (String role : List.of("des\u212a", "de\u017fk")) {
      assertThatThrownBy(
              () -> keepers.handle(Requests.of("GET", "/v2/pools", Map.of("x-roles", role), "")))
          .isInstanceOf(Problem.class);
    }
  }

  private static int callOf(String method, String roles) {
    Handler readers = Roles.readOnly(Optional.of("reader")).around(request -> Response.noContent());
    try {
      return readers
          .handle(Requests.of(method, "/v2/queues", Map.of("x-roles", roles), ""))
          .status();
    } catch (Problem problem) {
      return problem.status();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reader", "Reader", "reader,READER", ",reader,", "", ","})
  void reader_onlyReads(String roles) {
    assertThat(List.of(callOf("GET", roles), callOf("HEAD", roles))).containsOnly(204);
    assertThat(Stream.of("POST", "PUT", "PATCH", "DELETE").map(method -> callOf(method, roles)))
        .containsOnly(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"member", "reader,member", "admin,reader", "readers", " reader"})
  void caller_whoIsNoMereReaderDoesAll(String roles) {
    assertThat(Stream.of("GET", "POST", "DELETE").map(method -> callOf(method, roles)))
        .containsOnly(204);
  }

  @Test
  void caller_withoutRolesOnlyReads() {
    Handler readers = Roles.readOnly(Optional.of("reader")).around(request -> Response.noContent());

    assertThatThrownBy(() -> readers.handle(Requests.of("POST", "/v2/queues")))
        .isInstanceOf(Problem.class);
    assertThat(readers.handle(Requests.of("GET", "/v2/queues")).status()).isEqualTo(204);
  }

  /** Whoever signed it has said what it may do. */
  @Test
  void signedRequest_needsNoRole() {
    Handler readers = Roles.readOnly(Optional.of("reader")).around(request -> Response.noContent());
    Map<String, String> headers = Map.of("url-signature", "right", "x-roles", "");

    assertThat(readers.handle(Requests.of("POST", "/v2/queues", headers, "")).status())
        .isEqualTo(204);
  }

  @Test
  void reader_isNobodyWithoutARoleForThem() {
    Handler all = Roles.readOnly(Optional.empty()).around(request -> Response.noContent());

    assertThat(
            all.handle(Requests.of("POST", "/v2/queues", Map.of("x-roles", "reader"), "")).status())
        .isEqualTo(204);
  }
}
