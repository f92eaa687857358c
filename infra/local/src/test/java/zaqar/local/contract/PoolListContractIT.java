// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing pools, the template's own, and who may see them (contract 11). */
@Against(ADMIN)
class PoolListContractIT {
  private final Zaqar zaqar;
  @AutoClose private final Operator operator;

  PoolListContractIT(Zaqar zaqar, MessageTables tables) {
    this.zaqar = zaqar;
    operator = new Operator(zaqar, tables);
  }

  private Reply list(String query) {
    return operator.get("/v2/pools" + query).expect(200);
  }

  @Test
  void page_hasPoolsByNameAndALinkToTheNext() {
    for (int i = 9; i >= 0; i--) {
      operator.newPool(Integer.toString(i));
    }
    String third = operator.name("3");
    String query = "?limit=6&marker=" + third;

    Reply page = list(query);

    assertThat(Json.texts(page.json().path("pools"), "name"))
        .startsWith(operator.name("4"))
        .hasSize(6)
        .endsWith(operator.name("9"));
    assertThat(Json.names(page.json().at("/pools/0")))
        .containsExactlyInAnyOrder("name", "href", "weight", "uri", "flavor");
    assertThat(page.header("Content-Location")).hasValue("/v2/pools" + query);
    assertThat(page.json().at("/links/0/href").asText())
        .isEqualTo("/v2/pools?marker=" + operator.name("9") + "&limit=6&detailed=false");
  }

  @ParameterizedTest
  @CsvSource({"true, true", "True, true", "1, true", "false, false", "no, false"})
  void page_isDetailedOnDemand(String given, boolean detailed) {
    JsonNode page = list("?limit=1&detailed=" + given).json();

    assertThat(page.at("/pools/0").has("options")).isEqualTo(detailed);
    assertThat(page.at("/links/0/href").asText()).endsWith("&detailed=" + detailed);
  }

  @Test
  void page_afterTheLastIsEmpty() {
    assertThat(list("?marker=zzz").json()).isEqualTo(Json.of("{'pools': [], 'links': []}"));
    assertThat(list("?marker=" + "z".repeat(1500)).json().path("pools")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=21", "limit=a", "detailed=maybe"})
  void page_ofAnyOtherSizeIsRefused(String query) {
    operator.get("/v2/pools?" + query).refused(400);
  }

  @Test
  void defaultPool_isTheTemplates() {
    JsonNode shown = operator.shownPool("default");

    assertThat(shown)
        .isEqualTo(
            Json.of(
                """
                {'name': 'default', 'href': '/v2/pools/default', 'weight': 100,
                 'uri': 'dynamodb://MessageTable', 'flavor': null, 'options': {}}
                """));
    assertThat(list("?marker=defaul&limit=1&detailed=true").json().at("/pools/0")).isEqualTo(shown);
    assertThat(Json.texts(list("?marker=default").json().path("pools"), "name"))
        .doesNotContain("default");
  }

  @Test
  void defaultPool_mayChangeButForItsTable() {
    String other = operator.newPool("a");
    String elsewhere = operator.shownPool(other).path("uri").asText();
    Call delete = operator.call("DELETE", "/v2/pools/default");

    delete.refused(403, "Unable to delete");
    putDefault("{'weight': 1, 'uri': 'dynamodb://MessageTable', 'options': {'a': 1}}").expect(201);
    assertThat(operator.shownPool("default").path("options")).isEqualTo(Json.of("{'a': 1}"));
    putDefault("{'weight': 1, 'uri': '" + elsewhere + "'}").refused(400);
    patchDefault("{'uri': '" + elsewhere + "'}").refused(400);
    assertThat(patchDefault("{'flavor': 'gold'}").expect(200).json().path("flavor").asText())
        .isEqualTo("gold");
    patchDefault("{'flavor': '', 'weight': 100, 'options': {}}").expect(200);
    defaultPool_isTheTemplates();
  }

  @Test
  void defaultPool_keepsItsTable() {
    operator
        .call("PUT", "/v2/pools/" + operator.name("a"))
        .json("{'weight': 1, 'uri': 'dynamodb://MessageTable'}")
        .refused(409, "Resource conflict");
  }

  private Reply putDefault(String body) {
    return operator.call("PUT", "/v2/pools/default").json(body).send();
  }

  private Reply patchDefault(String body) {
    return operator.call("PATCH", "/v2/pools/default").json(body).send();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2/pools",
    "GET, /v2/pools/default",
    "PUT, /v2/pools/default",
    "PATCH, /v2/pools/default",
    "DELETE, /v2/pools/default"
  })
  void pools_areForOperators(String method, String path) {
    zaqar.call(method, path).refused(403, "Not authorized");
    zaqar.call(method, path).header("X-Roles", "member,administrator").refused(403);
    zaqar.call(method, path).without("Client-ID").refused(400, "Missing header value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "ADMIN", "member,Admin"})
  void role_isOneOfTheListInAnyCase(String roles) {
    zaqar.get("/v2/pools").header("X-Roles", roles).expect(200);
  }

  @Test
  void otherMethods_areNotAllowed() {
    assertThat(zaqar.post("/v2/pools").expect(405).header("Allow")).hasValue("GET, OPTIONS");
    assertThat(zaqar.post("/v2/pools/default").expect(405).header("Allow"))
        .hasValue("GET, PUT, PATCH, DELETE, OPTIONS");
  }
}
