// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flavors, and which pools belong to them (contract 12). */
@Against(ADMIN)
class FlavorContractIT {
  private static final String CAPABILITIES =
      "['FIFO', 'CLAIMS', 'DURABILITY', 'AOD', 'HIGH_THROUGHPUT']";

  private final Zaqar zaqar;
  private final Operator operator;
  private final Operator elsewhere;
  private final String gold;

  FlavorContractIT(Zaqar zaqar, MessageTables tables) {
    this.zaqar = zaqar;
    operator = new Operator(zaqar, tables);
    elsewhere = new Operator(zaqar.otherProject(), tables);
    gold = operator.name("gold");
  }

  @AfterEach
  void cleanUp() {
    elsewhere.close();
    operator.close();
  }

  private static String of(String... pools) {
    return "{'pool_list': ['" + String.join("', '", pools) + "']}";
  }

  private Reply put(String body) {
    return operator.flavor("PUT", gold).json(body).send();
  }

  private Reply patch(String body) {
    return operator.flavor("PATCH", gold).json(body).send();
  }

  private JsonNode shown() {
    return zaqar.get("/v2/flavors/" + gold).expect(200).json();
  }

  private List<String> pools() {
    return shown().path("pool_list").valueStream().map(JsonNode::asText).toList();
  }

  private String flavorOf(String pool) {
    return operator.shownPool(pool).path("flavor").asText();
  }

  @Test
  void put_makesAFlavor() {
    String pool = operator.newPool("a");

    Reply made = put(of(pool, pool).replace("}", ", 'capabilities': {}}"));

    assertThat(made.expect(201).empty().location()).isEqualTo("/v2/flavors/" + gold);
    assertThat(shown())
        .isEqualTo(
            Json.of(
                "{'name': '%s', 'href': '/v2/flavors/%s', 'pool_list': ['%s'], 'capabilities': %s}"
                    .formatted(gold, gold, pool, CAPABILITIES)));
    assertThat(flavorOf(pool)).isEqualTo(gold);
  }

  @Test
  void put_again_replacesThePools() {
    String a = operator.newPool("a");
    String b = operator.newPool("b");
    String c = operator.newPool("c");
    put(of(a, b)).expect(201);
    put(of(a, b)).expect(201);
    assertThat(pools()).containsExactly(a, b);

    put(of(c, b)).expect(201);

    assertThat(pools()).containsExactly(b, c);
    assertThat(operator.shownPool(a).path("flavor").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "xxx",
        "{'capabilities': {}}",
        "{'pool_list': 1}",
        "{'pool_list': 4294967297}",
        "{'pool_list': null}",
        "{'pool_list': 'default'}",
        "{'pool_list': []}",
        "{'pool_list': [1]}",
        "{'pool_list': ['default'], 'capabilities': 1}",
        "{'pool_list': ['default'], 'pool_group': 'g'}",
        "{'pool': 'default'}",
      })
  void put_ofAnyOtherFormIsRefused(String body) {
    put(body).refused(400, "Invalid request body");

    zaqar.get("/v2/flavors/" + gold).refused(404, "Not found");
  }

  @Test
  void put_ofAPoolThatDoesNotExistIsRefused() {
    String there = operator.newPool("a");
    String gone = operator.newPool("b");
    operator.pool("DELETE", gone).expect(204);

    Reply refused = put(of(there, gone)).expect(400);

    assertThat(refused.json())
        .isEqualTo(
            Json.of(
                """
                {'title': 'Unable to create',
                 'description': 'Flavor %s could not be created, error:Pool %s does not exist'}
                """
                    .formatted(gold, gone)));
    zaqar.get("/v2/flavors/" + gold).expect(404);
    assertThat(operator.shownPool(there).path("flavor").isNull()).isTrue();
  }

  @Test
  void put_takesPoolsFromOtherFlavors() {
    String a = operator.newPool("a");
    String b = operator.newPool("b");
    String silver = operator.name("silver");
    operator.flavor("PUT", silver).json(of(a, b)).expect(201);

    put(of(a)).expect(201);

    assertThat(pools()).containsExactly(a);
    assertThat(operator.get("/v2/flavors/" + silver).expect(200).json().path("pool_list"))
        .isEqualTo(Json.of("['" + b + "']"));
  }

  @Test
  void patch_givesOtherPools() {
    String a = operator.newPool("a");
    String b = operator.newPool("b");
    put(of(a)).expect(201);

    JsonNode changed = patch(of(b).replace("}", ", 'location': 1}")).expect(200).json();

    assertThat(changed).isEqualTo(shown());
    assertThat(changed.path("capabilities")).isEqualTo(Json.of(CAPABILITIES));
    assertThat(pools()).containsExactly(b);
    assertThat(operator.shownPool(a).path("flavor").isNull()).isTrue();
    patch(of(operator.name("no"))).refused(400, "updatefail");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'location': 1}",
        "{'pool_list': -1}",
        "{'pool_list': 4294967297}",
        "{'pool_list': []}",
        "{'capabilities': {}}",
        "{'capabilities': 1}"
      })
  void patch_ofAnyOtherFormIsRefused(String body) {
    String pool = operator.newPool("a");
    put(of(pool)).expect(201);

    patch(body).refused(400, "Invalid request body");

    assertThat(pools()).containsExactly(pool);
  }

  @Test
  void flavor_thatDoesNotExistIsNotFound() {
    zaqar.get("/v2/flavors/" + gold).refused(404, "Not found");
    zaqar.get("/v2/flavors/" + "a".repeat(2000)).refused(404, "Not found");
    patch(of("default")).refused(404, "Not found");
    patch(of(operator.name("no"))).refused(404, "Not found");
    operator.flavor("DELETE", gold).expect(204).empty();
  }

  @Test
  void delete_leavesPoolsWithoutAFlavor() {
    String pool = operator.newPool("a");
    put(of(pool)).expect(201);

    operator.flavor("DELETE", gold).expect(204).empty();

    zaqar.get("/v2/flavors/" + gold).expect(404);
    assertThat(operator.shownPool(pool).path("flavor").isNull()).isTrue();
  }

  @Test
  void flavor_isOfItsProject() {
    String pool = operator.newPool("a");
    put(of(pool)).expect(201);

    elsewhere.get("/v2/flavors/" + gold).expect(404);
    assertThat(elsewhere.get("/v2/flavors").expect(200).json())
        .isEqualTo(Json.of("{'flavors': [], 'links': []}"));
    elsewhere.flavor("DELETE", gold).expect(204);
    assertThat(flavorOf(pool)).isEqualTo(gold);

    elsewhere.flavor("PUT", gold).json(of(pool)).expect(201);
    elsewhere.flavor("DELETE", gold).expect(204);
    assertThat(pools()).containsExactly(pool);
  }

  @Test
  void page_hasFlavorsByNameAndALinkToTheNext() {
    String pool = operator.newPool("a");
    for (int i = 0; i <= 9; i++) {
      operator.flavor("PUT", operator.name(Integer.toString(i))).json(of(pool)).expect(201);
    }

    JsonNode page = zaqar.get("/v2/flavors?marker=" + operator.name("3")).expect(200).json();

    assertThat(Json.texts(page.path("flavors"), "name"))
        .startsWith(operator.name("4"))
        .hasSize(6)
        .endsWith(operator.name("9"));
    assertThat(page.at("/flavors/5/pool_list")).isEqualTo(Json.of("['" + pool + "']"));
    assertThat(Json.names(page.at("/flavors/0"))).containsExactlyInAnyOrder("name", "href");
    String next = page.at("/links/0/href").asText();
    assertThat(next).isEqualTo("/v2/flavors?marker=" + operator.name("9") + "&limit=10");
    assertThat(zaqar.get(next).expect(200).json())
        .isEqualTo(Json.of("{'flavors': [], 'links': []}"));
  }

  @ParameterizedTest
  @CsvSource({"yes, true", "False, false"})
  void page_isDetailedOnDemand(String given, boolean detailed) {
    put(of(operator.newPool("a"))).expect(201);

    JsonNode page = zaqar.get("/v2/flavors?limit=1&detailed=" + given).expect(200).json();

    assertThat(page.at("/flavors/0").has("capabilities")).isEqualTo(detailed);
    assertThat(page.at("/links/0/href").asText()).endsWith("&limit=1&detailed=" + detailed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=21", "limit=a", "detailed=maybe"})
  void page_ofAnyOtherSizeIsRefused(String query) {
    zaqar.get("/v2/flavors?" + query).refused(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void changes_areForOperators(String method) {
    zaqar.call(method, "/v2/flavors/" + gold).json(of("default")).refused(403, "Not authorized");
    zaqar.call(method, "/v2/flavors/" + gold).header("X-Roles", "member").refused(403);
  }

  @Test
  void project_mayNotBeLongerThanOneThatHasQueues() {
    zaqar.project("p".repeat(257)).get("/v2/flavors").refused(400, "Invalid API request");
    zaqar.project("p".repeat(256)).get("/v2/flavors").expect(200);
  }
}
