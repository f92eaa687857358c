// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.ADMIN;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Pools with queues in them stay, and keep their tables. */
@Against(ADMIN)
class PoolUseContractIT {
  private static final int ROUNDS = 30;
  private static final String QUEUE = "00112233445566778899aabbccddeeff";

  @AutoClose private final Operator operator;
  private final MessageTables tables;
  private final String pool;

  PoolUseContractIT(Zaqar zaqar, MessageTables tables) {
    this.tables = tables;
    operator = new Operator(zaqar, tables);
    pool = operator.newPool("a");
  }

  @Test
  void delete_ofAPoolWithQueuesIsRefused() {
    tables.enter(pool, QUEUE);
    JsonNode before = operator.shownPool(pool);

    operator.pool("DELETE", pool).refused(403, "Unable to delete");

    assertThat(operator.shownPool(pool)).isEqualTo(before);
    tables.leave(pool, QUEUE);
    operator.pool("DELETE", pool).expect(204);
    operator.get("/v2/pools/" + pool).expect(404);
  }

  @Test
  void table_ofAPoolWithQueuesStays() {
    String elsewhere = tables.make();
    tables.enter(pool, QUEUE);
    JsonNode before = operator.shownPool(pool);

    for (String method : new String[] {"PUT", "PATCH"}) {
      operator
          .pool(method, pool)
          .json("{'weight': 2, 'uri': '" + elsewhere + "'}")
          .refused(409, "Resource conflict");
    }

    assertThat(operator.shownPool(pool)).isEqualTo(before);
    operator.pool("PATCH", pool).json("{'weight': 2}").expect(200);
    tables.leave(pool, QUEUE);
    operator.pool("PATCH", pool).json("{'uri': '" + elsewhere + "'}").expect(200);
    assertThat(operator.shownPool(pool).path("uri").asText()).isEqualTo(elsewhere);
  }

  @Test
  void delete_thatNeverEndedIsUndoneByTheNextChange() {
    tables.close(pool);
    assertThat(tables.enter(pool, QUEUE)).isFalse();

    operator.pool("PATCH", pool).json("{'weight': 2}").expect(200);

    assertThat(tables.enter(pool, QUEUE)).isTrue();
    tables.leave(pool, QUEUE);
    tables.close(pool);
    operator.pool("DELETE", pool).expect(204);
    operator.get("/v2/pools/" + pool).expect(404);
  }

  @Test
  void delete_andAQueueAtTheSameTimeDoNotBothSucceed() {
    String body = "{'weight': 1, 'uri': '" + operator.shownPool(pool).path("uri").asText() + "'}";
    for (int round = 0; round < ROUNDS; round++) {
      operator.pool("PUT", pool).json(body).expect(201);
      Call delete = operator.pool("DELETE", pool);
      CompletableFuture<Reply> deleted = CompletableFuture.supplyAsync(delete::send);
      boolean entered = tables.enter(pool, QUEUE);

      deleted.join().expect(entered ? 403 : 204);

      operator.get("/v2/pools/" + pool).expect(entered ? 200 : 404);
      tables.leave(pool, QUEUE);
    }
  }

  @Test
  void changes_atTheSameTimeAreAllMade() {
    List<String> flavors = IntStream.range(0, 6).mapToObj(i -> operator.name("f" + i)).toList();
    List<CompletableFuture<Reply>> changes =
        flavors.stream()
            .map(name -> operator.flavor("PUT", name).json("{'pool_list': ['" + pool + "']}"))
            .map(call -> CompletableFuture.supplyAsync(call::send))
            .toList();

    changes.forEach(change -> change.join().expect(201));

    assertThat(flavors).contains(operator.shownPool(pool).path("flavor").asText());
    assertThat(flavors)
        .allSatisfy(name -> operator.get("/v2/flavors/" + name).expect(200))
        .filteredOn(
            name -> !operator.get("/v2/flavors/" + name).send().json().path("pool_list").isEmpty())
        .hasSize(1);
  }
}
