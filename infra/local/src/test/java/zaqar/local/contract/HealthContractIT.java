// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pools are, for operators (contract 3). */
@Against(ADMIN)
class HealthContractIT {
  private static final String HEALTH = "/v2/health";

  @AutoClose private final Operator operator;
  private final Zaqar zaqar;

  HealthContractIT(Zaqar zaqar, MessageTables tables) {
    this.zaqar = zaqar;
    operator = new Operator(zaqar, tables);
  }

  @Test
  void health_tellsOfEachPoolAndOperation() {
    String gold = operator.newPool("a", ", 'flavor': 'gold'");

    JsonNode health = operator.get(HEALTH).expect(200).json();

    assertThat(health.path("catalog_reachable").isBoolean()).isTrue();
    for (String pool : new String[] {"default", gold}) {
      assertThat(health.path(pool).path("storage_reachable").booleanValue()).as(pool).isTrue();
      JsonNode operations = health.path(pool).path("operation_status");
      assertThat(operations.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder(
              "create_queue",
              "post_messages",
              "claim_messages",
              "list_messages",
              "delete_messages",
              "delete_claim",
              "bulk_delete_messages",
              "delete_queue");
      assertThat(operations)
          .allSatisfy(
              operation -> {
                assertThat(operation.path("succeeded").booleanValue()).isTrue();
                assertThat(operation.path("seconds").doubleValue()).isBetween(0.0, 5.0);
                assertThat(operation.path("ref").isNull()).isTrue();
              });
    }
  }

  @Test
  void health_isForOperatorsAlone() {
    zaqar.call("GET", HEALTH).expect(403);
    zaqar.call("GET", HEALTH).header("X-Roles", "member").expect(403);
    operator.get(HEALTH).without("Client-ID").expect(400);
    operator.get(HEALTH).header("Accept", "application/xml").expect(406);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void health_isToBeReadAlone(String method) {
    assertThat(operator.call(method, HEALTH).send().expect(405).header("Allow"))
        .contains("GET, OPTIONS");
  }

  @Test
  void home_tellsWhereHealthIs() {
    JsonNode relation =
        operator.get("/v2/").expect(200).json().path("resources").path("rel/health");

    assertThat(relation.path("href").asText()).isEqualTo(HEALTH);
    assertThat(relation.has("href-template")).isFalse();
  }

  @Test
  void pool_canBeDeletedWhileItIsTriedOut() {
    String pool = operator.newPool("a");
    Thread asking = Thread.ofVirtual().start(() -> operator.get(HEALTH).expect(200));

    operator.pool("DELETE", pool).expect(204);

    assertThat(operator.get(HEALTH).expect(200).json().has(pool)).isFalse();
    try {
      asking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
