// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The exact members of messages in every context (contract 2.8). Clients hand them on as keyword
 * arguments, so one too many breaks them.
 */
@Against(DEFAULTS)
class RepresentationContractIT {
  private static final String[] FIELDS = {"id", "href", "ttl", "age", "body"};

  private final Queue queue;

  RepresentationContractIT(Zaqar zaqar) {
    queue = zaqar.queue();
  }

  @Test
  void message_hasTheSameFieldsWhereverItIsRead() {
    String id = queue.post("{'ttl': 300, 'body': {'event': 'start'}}").getFirst();
    List<JsonNode> seen = new ArrayList<>();
    seen.add(queue.list("?echo=true").get(0));
    seen.add(queue.list("?ids=" + id).get(0));
    seen.add(queue.message("GET", id).expect(200).json());
    Claim claim = queue.claim();
    seen.add(claim.messages().get(0));
    seen.add(claim.get().expect(200).json().at("/messages/0"));

    assertThat(seen)
        .hasSize(5)
        .allSatisfy(
            message -> {
              assertThat(Json.names(message)).containsExactlyInAnyOrder(FIELDS);
              assertThat(message.path("id").textValue()).isEqualTo(id);
              assertThat(message.path("ttl").isInt()).isTrue();
              assertThat(message.path("ttl").intValue()).isGreaterThanOrEqualTo(300);
              assertThat(message.path("age").isInt()).isTrue();
              assertThat(message.path("age").intValue()).isBetween(0, 30);
              assertThat(message.path("body")).isEqualTo(Json.of("{'event': 'start'}"));
            });
  }

  @Test
  void message_hasMoreFieldsWhereTheyAreAskedFor() {
    String id = queue.post("{'ttl': 300, 'body': 1}").getFirst();
    List<JsonNode> seen = new ArrayList<>();
    seen.add(queue.list("?echo=true&detailed=true").get(0));
    seen.add(queue.list("?detailed=true&ids=" + id).get(0));
    seen.add(queue.message("GET", id + "?detailed=true").expect(200).json());
    Claim claim = queue.claim("?detailed=true", "{}");
    seen.add(claim.messages().get(0));
    String time = "[0-9-]{10}T[0-9:]{8}Z";

    assertThat(seen)
        .allSatisfy(
            message -> {
              assertThat(Json.names(message))
                  .contains(FIELDS)
                  .contains("claimed_until", "claim_count", "available_at", "request_id")
                  .hasSize(FIELDS.length + 4);
              assertThat(message.path("claim_count").isInt()).isTrue();
              assertThat(message.path("available_at").textValue()).matches(time);
              assertThat(message.path("request_id").textValue()).startsWith("req-");
            });
    assertThat(seen.getFirst().path("claimed_until").isNull()).isTrue();
    assertThat(seen.getLast().path("claimed_until").textValue()).matches(time);
  }

  @Test
  void details_areOnAllPagesOfThoseWhoAsk() {
    queue.postNumbers(3);

    JsonNode page = queue.messages("GET", "?echo=true&limit=1&detailed=true").expect(200).json();
    String next = page.at("/links/0/href").textValue();

    assertThat(next).endsWith("&detailed=true");
    assertThat(queue.zaqar().get(next).expect(200).json().at("/messages/0").has("claim_count"))
        .isTrue();
  }

  @Test
  void details_thatAreNeitherTrueNorFalseClaimNothing() {
    queue.postNumbers(1);

    queue.claims("?detailed=perhaps", "{}").refused(400, "Invalid parameter");
    queue.messages("GET", "?limit=1&detailed=perhaps").refused(400, "Invalid parameter");
    assertThat(queue.claim().bodies()).containsExactly("0");
  }

  @Test
  void page_hasMessagesAndLinks() {
    queue.postNumbers(1);

    assertThat(Json.names(queue.messages("GET", "?echo=true").expect(200).json()))
        .containsExactlyInAnyOrder("messages", "links");
  }

  @Test
  void byIds_hasNoLinks() {
    String id = queue.postNumbers(1).getFirst();

    assertThat(Json.names(queue.messages("GET", "?ids=" + id).expect(200).json()))
        .containsExactly("messages");
  }

  @Test
  void poppedMessage_hasClaimAndCountButNoHref() {
    String id = queue.postNumbers(1).getFirst();
    JsonNode popped = queue.pop(1).expect(200).json();

    assertThat(Json.names(popped)).containsExactly("messages");
    JsonNode message = popped.at("/messages/0");
    assertThat(Json.names(message))
        .containsExactlyInAnyOrder("id", "age", "ttl", "body", "claim_id", "claim_count");
    assertThat(message.path("id").textValue()).isEqualTo(id);
    assertThat(message.path("ttl").intValue()).isEqualTo(300);
    assertThat(message.path("claim_id").isNull()).isTrue();
    assertThat(message.path("claim_count").intValue()).isZero();
  }

  @Test
  void claim_hasAgeTtlMessagesAndHref() {
    queue.postNumbers(1);
    Claim claim = queue.claim();
    JsonNode seen = claim.get().expect(200).json();

    assertThat(Json.names(seen)).containsExactlyInAnyOrder("age", "ttl", "messages", "href");
    assertThat(seen.path("href").asText()).isEqualTo(claim.path());
    assertThat(seen.path("ttl").intValue()).isEqualTo(300);
    assertThat(seen.path("age").isInt()).isTrue();
    assertThat(seen.path("age").intValue()).isBetween(0, 30);
  }

  @Test
  void createdClaim_hasMessagesAlone() {
    queue.postNumbers(1);

    assertThat(Json.names(queue.claims("", "{}").expect(201).json())).containsExactly("messages");
  }

  @Test
  void statsEnds_haveHrefAgeAndCreated() {
    List<String> ids = queue.postNumbers(3);
    JsonNode stats = queue.stats();

    for (String end : List.of("oldest", "newest")) {
      JsonNode message = stats.path(end);
      assertThat(Json.names(message)).containsExactlyInAnyOrder("href", "age", "created");
      assertThat(message.path("age").isInt()).isTrue();
      assertThat(message.path("created").asText())
          .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
    }
    assertThat(stats.at("/oldest/href").asText()).isEqualTo(queue.path("/messages/" + ids.get(0)));
    assertThat(stats.at("/newest/href").asText()).isEqualTo(queue.path("/messages/" + ids.get(2)));
  }
}
