// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hrefs, links and Location, which clients take apart (contract 2.7). */
@Against(DEFAULTS)
class HrefContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  HrefContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void location_ofAQueueIsThereOn201AndOn204() {
    assertThat(zaqar.put(queue.path()).expect(201).location()).isEqualTo(queue.path());
    assertThat(zaqar.put(queue.path()).expect(204).location()).isEqualTo(queue.path());
  }

  @Test
  void location_ofMessagesHasTheirIdsInOrder() {
    Reply reply =
        queue.postDocument("{'messages': [{'body': 0}, {'body': 1}, {'body': 2}]}").expect(201);
    List<String> ids = reply.json().path("resources").valueStream().map(Queue::idIn).toList();

    assertThat(reply.location()).isEqualTo(queue.path("/messages?ids=" + Queue.commas(ids)));
    JsonNode messages = zaqar.get(reply.location()).expect(200).json().path("messages");
    assertThat(Json.texts(messages, "body")).containsExactly("0", "1", "2");
  }

  @Test
  void location_ofAClaimIsItsHref() {
    queue.postNumbers(1);
    Reply claimed = queue.claims("", "{}").expect(201);

    assertThat(claimed.location()).matches(queue.path("/claims/") + "[^/?=]+");
    assertThat(zaqar.get(claimed.location()).expect(200).json().path("href").asText())
        .isEqualTo(claimed.location());
  }

  @Test
  void location_isMissingWhereNothingWasMade() {
    assertThat(queue.claims("", "{}").expect(204).empty().header("Location")).isEmpty();
  }

  @Test
  void href_ofAMessageIsRelativeAndLeadsToIt() {
    List<String> ids = queue.postNumbers(2);

    for (JsonNode message : queue.list("?echo=true")) {
      String href = message.path("href").asText();
      assertThat(href).isEqualTo(queue.path("/messages/" + message.path("id").asText()));
      assertThat(zaqar.get(href).expect(200).json().path("id")).isEqualTo(message.path("id"));
    }
    assertThat(ids).allSatisfy(id -> assertThat(id).matches("[^=/?&,]+"));
  }

  @Test
  void href_ofAClaimedMessageEndsInItsClaim() {
    String id = queue.postNumbers(1).getFirst();
    Claim claim = queue.claim();
    String href = queue.path("/messages/" + id + "?claim_id=" + claim.id());

    assertThat(claim.id()).doesNotContain("=");
    assertThat(claim.messages().at("/0/href").asText()).isEqualTo(href);
    assertThat(claim.get().expect(200).json().at("/messages/0/href").asText()).isEqualTo(href);
    assertThat(queue.message("GET", id).expect(200).json().path("href").asText()).isEqualTo(href);
    assertThat(queue.list("?ids=" + id).at("/0/href").asText()).isEqualTo(href);
    assertThat(queue.list("?echo=true&include_claimed=true").at("/0/href").asText())
        .isEqualTo(href);
    zaqar.delete(href).expect(204);
  }

  @Test
  void href_losesTheClaimWithTheClaim() {
    String id = queue.postNumbers(1).getFirst();
    queue.claim().release();

    assertThat(queue.message("GET", id).expect(200).json().path("href").asText())
        .isEqualTo(queue.path("/messages/" + id));
  }

  @Test
  void links_areOneNextOnEveryPageThatIsNotEmpty() {
    queue.postNumbers(1);
    JsonNode links = queue.messages("GET", "?echo=true").expect(200).json().path("links");

    assertThat(links).hasSize(1);
    assertThat(Json.names(links.get(0))).containsExactlyInAnyOrder("rel", "href");
    assertThat(links.at("/0/rel").asText()).isEqualTo("next");
    JsonNode end = zaqar.get(links.at("/0/href").asText()).expect(200).json();
    assertThat(end).isEqualTo(Json.of("{'messages': [], 'links': []}"));
  }

  @Test
  void next_ofMessagesRepeatsTheParameters() {
    queue.postNumbers(3);
    String next = next(queue.path("/messages?limit=2&echo=yes&include_claimed=1"));

    assertThat(next).startsWith(queue.path("/messages?"));
    assertThat(next.replaceFirst(".*\\?", "").split("&"))
        .contains("limit=2", "echo=true", "include_claimed=true")
        .filteredOn(parameter -> parameter.startsWith("marker="))
        .hasSize(1);
    assertThat(zaqar.get(next).expect(200).json().path("messages")).hasSize(1);
  }

  @Test
  void next_ofMessagesWithoutEchoKeepsItFalse() {
    queue.postNumbers(2);
    String path = queue.path("/messages?limit=1&echo=0");

    assertThat(zaqar.otherClient().get(path).expect(200).json().at("/links/0/href").asText())
        .contains("limit=1", "echo=false", "marker=")
        .doesNotContain("echo=true");
  }

  @Test
  void next_ofQueuesRepeatsTheParametersAndFilters() {
    for (String name : List.of("a", "b", "c")) {
      zaqar.queue(name).create("{'colour': 'blue', 'depth': {'max': 3}}");
    }
    String next =
        next("/v2/queues?limit=1&detailed=1&with_count=yes&name=&colour=blue&depth.max=3");

    assertThat(next).startsWith("/v2/queues?");
    assertThat(next.replaceFirst(".*\\?", "").split("&"))
        .contains(
            "limit=1",
            "detailed=true",
            "with_count=true",
            "colour=blue",
            "depth.max=3",
            "marker=a");
    assertThat(next(next)).contains("marker=b", "colour=blue");
  }

  @Test
  void next_encodesWhatItRepeats() {
    zaqar.queue("a").create("{'colour': 'sky blue & 100%'}");
    zaqar.queue("b").create("{'colour': 'sky blue & 100%'}");
    String next = next("/v2/queues?limit=1&colour=sky%20blue%20%26%20100%25");

    assertThat(Json.texts(zaqar.get(next).expect(200).json().path("queues"), "name"))
        .containsExactly("b");
  }

  private String next(String path) {
    return zaqar.get(path).expect(200).json().at("/links/0/href").asText();
  }
}
