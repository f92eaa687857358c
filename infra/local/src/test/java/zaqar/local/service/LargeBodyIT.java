// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Answers must fit through Lambda: six million bytes, of a JSON string in which every quote counts
 * twice.
 */
class LargeBodyIT {
  private static final int MESSAGES = 15;
  private static final int LAMBDA_LIMIT = 6_000_000;

  private final Instance instance = Instance.start();
  private final String queue = UUID.randomUUID().toString();
  private final List<String> posted = new ArrayList<>();

  @BeforeEach
  void post() {
    String body = "[" + "\"\",".repeat(84_000) + "\"\"]";
    for (int i = 0; i < MESSAGES; i++) {
      Instance.Reply reply =
          instance.call(
              "POST", queue + "/messages", "{\"messages\":[{\"ttl\":600,\"body\":" + body + "}]}");
      assertThat(reply.status()).isEqualTo(201);
      posted.add(reply.body().at("/resources/0").asText().replaceAll(".*/", ""));
    }
  }

  private static void assertFits(Instance.Reply reply) {
    String document = reply.body().toString();
    long quotes = document.chars().filter(c -> c == '"').count();
    assertThat(document.length() + quotes).isLessThan(LAMBDA_LIMIT);
  }

  @Test
  void list_cutsItsPagesAndLosesNothing() {
    Set<String> read = new HashSet<>();
    String marker = "";
    JsonNode page;
    do {
      Instance.Reply reply =
          instance.call("GET", queue + "/messages?limit=20&echo=true" + marker, "");
      assertFits(reply);
      page = reply.body();
      page.get("messages").forEach(message -> read.add(message.get("id").asText()));
      marker =
          "&marker=" + page.at("/links/0/href").asText().replaceAll(".*marker=([^&]*).*", "$1");
    } while (!page.get("messages").isEmpty());

    assertThat(read).containsExactlyInAnyOrderElementsOf(posted);
  }

  @Test
  void claimAndPop_takeNoMoreThanFits() {
    instance.calls().start();
    Instance.Reply claim = instance.call("POST", queue + "/claims?limit=20", "");
    assertThat(instance.calls().stop().names())
        .as("one look at the queue is enough: at its head, and at one page")
        .filteredOn("Query"::equals)
        .hasSize(2);
    assertFits(claim);
    int claimed = claim.body().get("messages").size();
    Instance.Reply pop = instance.call("DELETE", queue + "/messages?pop=20", "");
    assertFits(pop);

    assertThat(claimed).isBetween(2, MESSAGES - 1);
    assertThat(claimed + pop.body().get("messages").size()).isEqualTo(MESSAGES);
  }

  @Test
  void get_byIdsAsksForFewer() {
    String all = String.join(",", posted);

    assertThat(instance.call("GET", queue + "/messages?ids=" + all, "").status()).isEqualTo(400);
    assertThat(instance.call("GET", queue + "/messages?ids=" + posted.getLast(), "").status())
        .isEqualTo(200);
  }
}
