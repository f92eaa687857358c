// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A queue was in a pool whose table is gone. */
class LostTableIT {
  private static final Map<String, String> ADMIN = Map.of("AdminMode", "true");
  private static final String POST = "{\"messages\":[{\"body\":1}]}";

  private final String queue = UUID.randomUUID().toString();
  private final String name = "p" + UUID.randomUUID();
  private final String table = TestStore.createPoolTable(name);
  private final Instance before = Instance.start(ADMIN);
  private final Instance after = before.another(ADMIN);

  private int manage(String method, String path, String body) {
    Sent request = Sent.by("p", method, "/v2/" + path, body);
    return before.call(request.with(Map.of("x-roles", "admin"))).status();
  }

  @BeforeEach
  void makeTheQueue() {
    String pool = "{\"weight\":1,\"uri\":\"dynamodb://" + table + "\"}";
    assertThat(manage("PUT", "pools/" + name, pool)).isEqualTo(201);
    assertThat(manage("PUT", "flavors/" + name, "{\"pool_list\":[\"" + name + "\"]}"))
        .isEqualTo(201);
    assertThat(before.call("PUT", queue, "{\"_flavor\":\"" + name + "\"}").status()).isEqualTo(201);
    assertThat(before.call("POST", queue + "/messages", POST).status()).isEqualTo(201);
  }

  /** Other tests count what a look at every pool costs. */
  @AfterEach
  void removeThePool() {
    after.call("DELETE", queue, "");
    manage("DELETE", "flavors/" + name, "");
    assertThat(manage("DELETE", "pools/" + name, "")).isEqualTo(204);
  }

  private void deleteQueueAndTable() {
    assertThat(before.call("DELETE", queue, "").status()).isEqualTo(204);
    assertThat(manage("DELETE", "flavors/" + name, "")).isEqualTo(204);
    assertThat(manage("DELETE", "pools/" + name, "")).isEqualTo(204);
    TestStore.deleteTable(table);
    after.clock().advance(Duration.ofDays(1));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /messages, 200",
    "GET, /stats, 200",
    "GET, /messages/01arz3ndektsv4rrffq69g5fav00, 404",
    "DELETE, /messages/01arz3ndektsv4rrffq69g5fav00, 204",
    "DELETE, /messages?pop=1, 200",
    "POST, /claims, 204",
    "GET, /claims/01arz3ndektsv4rrffq69g5fav, 404",
    "POST, /purge, 204",
    "DELETE, '', 204",
    "PUT, '', 201"
  })
  void queue_thatIsDeletedIsAnsweredAsOneThatNeverWas(String method, String path, int status) {
    deleteQueueAndTable();

    assertThat(after.call(method, queue + path, "").status()).isEqualTo(status);
    assertThat(before.call(method, queue + path, "").status())
        .as("an instance that has known it")
        .isLessThan(500);
    assertThat(after.call("POST", queue + "/messages", POST).status()).isEqualTo(201);
    assertThat(after.call("GET", queue + "/messages?echo=true", "").body().path("messages"))
        .hasSize(1);
  }

  @Test
  void queue_thatIsDeletedIsMadeAnewByAPost() {
    deleteQueueAndTable();

    assertThat(after.call("POST", queue + "/messages", POST).status()).isEqualTo(201);
  }

  @Test
  void queue_thatIsListedIsA503AndTheLogNamesTheTable() {
    TestStore.deleteTable(table);

    assertThat(after.call("GET", queue + "/messages", "").status()).isEqualTo(503);
    assertThat(after.log()).anyMatch(line -> line.contains("fault") && line.contains(table));
  }

  @Test
  void queue_thatIsListedCanBeDeleted() {
    TestStore.deleteTable(table);

    assertThat(after.call("DELETE", queue, "").status()).isEqualTo(204);
    assertThat(after.call("POST", queue + "/messages", POST).status()).isEqualTo(201);
  }
}
