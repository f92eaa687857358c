// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, showing, changing and deleting pools (contract 11). */
@Against(ADMIN)
class PoolContractIT {
  @AutoClose private final Operator operator;
  private final MessageTables tables;

  PoolContractIT(Zaqar zaqar, MessageTables tables) {
    this.tables = tables;
    operator = new Operator(zaqar, tables);
  }

  private Reply put(String name, String body) {
    return operator.pool("PUT", name).json(body).send();
  }

  private Reply patch(String name, String body) {
    return operator.pool("PATCH", name).json(body).send();
  }

  @Test
  void put_makesAPool() {
    String uri = tables.make();
    String name = operator.name("a");

    Reply made = put(name, "{'weight': 100, 'uri': '" + uri + "', 'options': {'a': [1]}}");

    assertThat(made.expect(201).empty().location()).isEqualTo("/v2/pools/" + name);
    assertThat(operator.get("/v2/pools/" + name).expect(200).json())
        .isEqualTo(
            Json.of(
                "{'name': '%s', 'href': '/v2/pools/%s', 'weight': 100, 'uri': '%s', 'flavor': null}"
                    .formatted(name, name, uri)));
    assertThat(operator.shownPool(name).path("options")).isEqualTo(Json.of("{'a': [1]}"));
  }

  @Test
  void put_again_replacesAllValues() {
    String name = operator.newPool("a", ", 'flavor': 'gold', 'options': {'a': 1}");
    String uri = operator.shownPool(name).path("uri").asText();

    put(name, "{'weight': 0, 'uri': '" + uri + "'}").expect(201);

    JsonNode shown = operator.shownPool(name);
    assertThat(shown.path("weight").intValue()).isZero();
    assertThat(shown.path("flavor").isNull()).isTrue();
    assertThat(shown.path("options")).isEqualTo(Json.of("{}"));
    String other = tables.make();
    put(name, "{'weight': 4294967295, 'uri': '" + other + "'}").expect(201);
    assertThat(operator.shownPool(name).path("uri").asText()).isEqualTo(other);
    assertThat(operator.shownPool(name).path("weight").longValue()).isEqualTo(4294967295L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "xxx",
        "{'weight': 100}",
        "{'uri': 'URI'}",
        "{'weight': -1, 'uri': 'URI'}",
        "{'weight': 4294967296, 'uri': 'URI'}",
        "{'weight': 4294967297, 'uri': 'URI'}",
        "{'weight': 'big', 'uri': 'URI'}",
        "{'weight': true, 'uri': 'URI'}",
        "{'weight': 1, 'uri': -1}",
        "{'weight': 1, 'uri': 4294967297}",
        "{'weight': 1, 'uri': []}",
        "{'weight': 1, 'uri': 'localhost:27017'}",
        "{'weight': 1, 'uri': 'redis://127.0.0.1:6379', 'flavor': 'gold'}",
        "{'weight': 1, 'uri': 'dynamodb://a/b'}",
        "{'weight': 1, 'uri': 'URI', 'options': -1}",
        "{'weight': 1, 'uri': 'URI', 'options': 'wee'}",
        "{'weight': 1, 'uri': 'URI', 'options': []}",
        "{'weight': 1, 'uri': 'URI', 'flavor': null}",
        "{'weight': 1, 'uri': 'URI', 'flavor': 1}",
        "{'weight': 1, 'uri': 'URI', 'group': 'g'}",
      })
  void put_ofAnyOtherFormIsRefused(String body) {
    String name = operator.name("a");

    put(name, body.replace("URI", "dynamodb://" + UUID.randomUUID()))
        .refused(400, "Invalid request body");

    operator.get("/v2/pools/" + name).refused(404, "Not found");
  }

  @Test
  void put_withoutABodyIsRefused() {
    operator.pool("PUT", operator.name("a")).refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "%C3%A9", "a%0Ab"})
  void put_ofAnUnusualNameIsRefused(String name) {
    operator
        .pool("PUT", name)
        .json("{'weight': 1, 'uri': '" + tables.make() + "'}")
        .refused(400, "Invalid API request");
  }

  @Test
  void uri_belongsToOnePool() {
    String first = operator.newPool("a");
    String second = operator.newPool("b");
    String uri = operator.shownPool(first).path("uri").asText();
    String body = "{'weight': 1, 'uri': '" + uri + "'}";

    put(operator.name("c"), body).refused(409, "Resource conflict");
    put(second, body).refused(409, "Resource conflict");
    patch(second, body).refused(409, "Resource conflict");

    patch(first, "{'uri': '" + tables.make() + "'}").expect(200);
    patch(second, body).expect(200);
    operator.pool("DELETE", second).expect(204);
    put(operator.name("c"), body).expect(201);
  }

  @Test
  void patch_changesWhatItNames() {
    String name = operator.newPool("a");
    String uri = tables.make();
    String body =
        "{'weight': 7, 'uri': '%s', 'options': {'b': 2}, 'flavor': 'gold', 'location': 1}";

    JsonNode changed = patch(name, body.formatted(uri)).expect(200).json();

    assertThat(changed)
        .isEqualTo(
            Json.of(
                "{'name':'%s','href':'/v2/pools/%s','weight':7,'uri':'%s','flavor':'gold'}"
                    .formatted(name, name, uri)));
    assertThat(operator.shownPool(name).path("options")).isEqualTo(Json.of("{'b': 2}"));
    patch(name, "{'weight': 8}").expect(200);
    assertThat(operator.shownPool(name).path("flavor").asText()).isEqualTo("gold");
    assertThat(patch(name, "{'flavor': ''}").expect(200).json().path("flavor").isNull()).isTrue();
    assertThat(operator.shownPool(name).path("weight").intValue()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "xxx",
        "{'location': 1}",
        "{'weight': -1}",
        "{'weight': 4294967297}",
        "{'weight': 'big'}",
        "{'uri': -1}",
        "{'uri': 4294967297}",
        "{'uri': []}",
        "{'uri': 'localhost:27017'}",
        "{'options': -1}",
        "{'options': 'wee'}",
        "{'options': []}",
        "{'flavor': 1}"
      })
  void patch_ofAnyOtherFormIsRefused(String body) {
    String name = operator.newPool("a");
    JsonNode before = operator.shownPool(name);

    patch(name, body).refused(400, "Invalid request body");

    assertThat(operator.shownPool(name)).isEqualTo(before);
  }

  @Test
  void pool_thatDoesNotExistIsNotFound() {
    String name = operator.name("a");

    operator.get("/v2/pools/" + name).refused(404, "Not found");
    operator.get("/v2/pools/" + "a".repeat(2000)).refused(404, "Not found");
    patch(name, "{'weight': 1}").refused(404, "Not found");
    operator.pool("DELETE", name).expect(204).empty();
  }

  @Test
  void delete_removesAPool() {
    String name = operator.newPool("a", ", 'flavor': 'nobody-has-this'");
    patch(name, "{'flavor': ''}").expect(200);

    operator.pool("DELETE", name).expect(204).empty();

    operator.get("/v2/pools/" + name).expect(404);
    operator.newPool("a");
  }

  @Test
  void delete_ofTheLastPoolOfAFlavorIsRefused() {
    String flavor = operator.name("f");
    String first = operator.newPool("a", ", 'flavor': '" + flavor + "'");
    String second = operator.newPool("b", ", 'flavor': '" + flavor + "'");
    operator.flavor("PUT", flavor).json("{'pool_list': ['" + first + "']}").expect(201);

    operator.pool("DELETE", second).expect(204);
    operator.pool("DELETE", first).refused(403, "Unable to delete");

    operator.get("/v2/pools/" + first).expect(200);
    operator.flavor("DELETE", flavor).expect(204);
    operator.pool("DELETE", first).expect(204);
  }

  @Test
  void table_hasToBeThere() {
    String uri = "dynamodb://nowhere-" + UUID.randomUUID();
    Reply refused = put(operator.name("a"), "{'weight': 1, 'uri': '" + uri + "'}");

    refused.refused(400, "Invalid request body");
    assertThat(refused.json().path("description").asText()).isEqualTo("cannot connect to " + uri);
  }

  @ParameterizedTest
  @CsvSource({
    "textKeys, key p",
    "noSortKey, sort key i",
    "noTtl, TTL",
    "otherTtl, TTL",
    "noStream, stream",
    "oldImages, stream"
  })
  void table_hasToBeLikeTheTemplates(String kind, String complaint) {
    String uri =
        switch (kind) {
          case "textKeys" -> tables.withTextKeys();
          case "noSortKey" -> tables.withoutSortKey();
          case "noTtl" -> tables.withExpiry(Optional.empty());
          case "otherTtl" -> tables.withExpiry(Optional.of("y"));
          case "noStream" -> tables.withStream(Optional.empty());
          default -> tables.withStream(Optional.of("OLD_IMAGE"));
        };
    Reply refused = put(operator.name("a"), "{'weight': 1, 'uri': '" + uri + "'}");

    refused.refused(400, "Invalid request body");
    assertThat(refused.json().path("description").asText()).contains(uri, complaint);
  }
}
