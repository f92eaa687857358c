// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a listing costs that looks for few among many queues with much metadata (contract 4.2). */
class QueueSearchIT {
  private static final int QUEUES = 80;
  private static final String MUCH = "x".repeat(60_000);

  private final Instance instance = Instance.start(Map.of());
  private final String project = "project-" + UUID.randomUUID();

  private Instance.Reply call(String method, String path, String body) {
    return instance.call(Sent.by(project, method, path, body));
  }

  private void create(String name, String metadata) {
    int status = call("PUT", "/v2/queues/" + name, metadata).status();
    while (status == 503) { // On a busy machine; what was not acknowledged may be there.
      status = call("PUT", "/v2/queues/" + name, metadata).status();
    }
    assertThat(status).isIn(201, 204);
  }

  private JsonNode list(String path, int mostUnits) {
    instance.calls().start();
    Instance.Reply reply = call("GET", path, "");
    Calls.Cost cost = instance.calls().stop();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(cost.reads()).as("read units of %s", path).isLessThanOrEqualTo(mostUnits);
    return reply.body();
  }

  @Test
  void search_endsAfterItsBudgetAndGoesOnByItsLink() {
    for (int i = 0; i < QUEUES; i++) {
      create("queue-" + (100 + i), "{\"much\": \"" + MUCH + "\"}");
    }
    create("queue-wanted", "{\"colour\": \"red\"}");

    JsonNode page = list("/v2/queues?colour=red", 512);
    int pages = 1;
    while (page.path("queues").isEmpty()) {
      assertThat(page.path("links")).hasSize(1);
      page = list(page.at("/links/0/href").textValue(), 512);
      pages++;
    }

    assertThat(page.at("/queues/0/name").textValue()).isEqualTo("queue-wanted");
    assertThat(pages).isBetween(2, 8);
    page = list(page.at("/links/0/href").textValue(), 512);
    assertThat(page.path("queues")).isEmpty();
    assertThat(page.path("links")).isEmpty();
    assertThat(list("/v2/queues?limit=1&with_count=true", 1_280 + 16).has("count"))
        .as("of queues that cannot be counted within the budget")
        .isFalse();
  }
}
