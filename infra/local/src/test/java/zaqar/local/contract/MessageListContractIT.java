// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing messages page by page (contract 5 and 7). */
@Against(DEFAULTS)
class MessageListContractIT {
  private static final JsonNode NOTHING = Json.of("{'messages': [], 'links': []}");

  private final Zaqar zaqar;
  private final Queue queue;

  MessageListContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void list_ofAQueueThatNeverWasIsEmptyAndCreatesNothing() {
    assertThat(page("")).isEqualTo(NOTHING);
    assertThat(page("?echo=true&include_claimed=true&include_delayed=true")).isEqualTo(NOTHING);
    zaqar.put(queue.path()).expect(201);
    assertThat(page("")).isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1000", "-1", "0", "21", "1000"})
  void limit_isFrom1To20(String limit) {
    queue.messages("GET", "?limit=" + limit).refused(400, "Invalid API request");
    queue.create();
    queue.messages("GET", "?limit=" + limit).refused(400, "Invalid API request");
  }

  @Test
  void limit_is10UnlessGiven() {
    queue.postNumbers(21);

    assertThat(queue.list("?echo=true")).hasSize(10);
    assertThat(queue.list("?echo=true&limit=20")).hasSize(20);
    assertThat(queue.list("?echo=true&limit=1")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sfhlsfdjh2048", "-1", "1", "0", "%00", "a%20b", "99999999999999999999"})
  void marker_thatMeansNothingLeadsNowhere(String marker) {
    queue.postNumbers(3);

    assertThat(page("?echo=true&marker=" + marker)).isEqualTo(NOTHING);
  }

  @Test
  void pages_leadThroughAllMessagesToAnEmptyOne() {
    queue.postNumbers(10);
    List<Integer> sizes = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    JsonNode page = page("?echo=true&limit=3");
    while (!page.path("links").isEmpty()) {
      sizes.add(page.path("messages").size());
      page.path("messages").forEach(message -> seen.add(message.path("body").asText()));
      page = next(page);
    }

    assertThat(sizes).containsExactly(3, 3, 3, 1);
    assertThat(seen).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(page).isEqualTo(NOTHING);
  }

  @Test
  void marker_isPolledForWhatComesLater() {
    queue.postNumbers(2);
    JsonNode last = page("?echo=true");
    assertThat(next(last)).isEqualTo(NOTHING);

    queue.post("{'body': 'later'}");
    assertThat(bodies(next(last))).containsExactly("later");
    queue.post("{'body': 'latest'}");
    assertThat(bodies(next(last))).containsExactly("later", "latest");
    assertThat(bodies(next(next(last)))).isEmpty();
  }

  @Test
  void marker_outlivesItsMessage() {
    List<String> ids = queue.postNumbers(4);
    JsonNode first = page("?echo=true&limit=2");
    queue.message("DELETE", ids.get(1)).expect(204);
    assertThat(bodies(next(first))).containsExactly("2", "3");

    queue.messages("DELETE", "?ids=" + Queue.commas(ids.subList(0, 3))).expect(204);
    assertThat(bodies(next(first))).containsExactly("3");
  }

  @Test
  void marker_outlivesItsQueue() {
    queue.postNumbers(3);
    JsonNode first = page("?echo=true&limit=2");
    zaqar.delete(queue.path()).expect(204);
    assertThat(next(first)).isEqualTo(NOTHING);

    queue.post("{'body': 'new'}");
    assertThat(bodies(next(first))).containsExactly("new");
  }

  @Test
  void marker_ofAPageOfOneLeadsOn() {
    queue.postNumbers(3);
    JsonNode first = page("?echo=true&limit=1");

    assertThat(bodies(next(first))).containsExactly("1");
    assertThat(bodies(next(next(first)))).containsExactly("2");
  }

  @Test
  void parameters_mayChangeFromPageToPage() {
    queue.postNumbers(6);
    String next = page("?echo=true&limit=2").at("/links/0/href").asText();
    String marker = next.replaceFirst(".*marker=([^&]+).*", "$1");

    assertThat(bodies(page("?echo=true&limit=3&marker=" + marker))).containsExactly("2", "3", "4");
    assertThat(page("?limit=3&marker=" + marker)).isEqualTo(NOTHING);
    queue.claim("?limit=3", "{}");
    assertThat(bodies(page("?echo=true&marker=" + marker))).containsExactly("3", "4", "5");
    assertThat(bodies(page("?echo=true&include_claimed=true&marker=" + marker)))
        .containsExactly("2", "3", "4", "5");
  }

  @Test
  void echo_showsTheClientsOwnMessages() {
    Queue theirs = queue.by(zaqar.otherClient());
    queue.post("{'body': 'mine'}");
    theirs.post("{'body': 'theirs'}");

    assertThat(queue.bodies("")).containsExactly("theirs");
    assertThat(queue.bodies("?echo=false")).containsExactly("theirs");
    assertThat(queue.bodies("?echo=true")).containsExactly("mine", "theirs");
    assertThat(theirs.bodies("")).containsExactly("mine");
  }

  @Test
  void echo_doesNotShortenPages() {
    Queue theirs = queue.by(zaqar.otherClient());
    theirs.postNumbers(6);
    queue.postNumbers(11);

    assertThat(queue.bodies("")).hasSize(6);
    assertThat(theirs.bodies("")).hasSize(10);
    assertThat(bodies(next(theirs, "?limit=10"))).containsExactly("10");
  }

  @Test
  void echo_withoutResultIsAnEmptyPage() {
    queue.postNumbers(3);

    assertThat(page("")).isEqualTo(NOTHING);
  }

  @Test
  void claimedMessages_areShownOnRequest() {
    Queue theirs = queue.by(zaqar.otherClient());
    queue.postNumbers(3);
    queue.claim("?limit=2", "{}");

    assertThat(queue.bodies("?echo=true")).containsExactly("2");
    assertThat(queue.bodies("?echo=true&include_claimed=true")).containsExactly("0", "1", "2");
    assertThat(queue.bodies("?include_claimed=true")).isEmpty();
    assertThat(theirs.bodies("?include_claimed=true")).containsExactly("0", "1", "2");
    assertThat(theirs.bodies("")).containsExactly("2");
  }

  @Test
  void claimedMessages_doNotShortenPages() {
    queue.postNumbers(25);
    queue.claim("?limit=20", "{}");

    assertThat(queue.bodies("?echo=true&limit=3")).containsExactly("20", "21", "22");
  }

  @Test
  void releasedMessages_returnToTheirPlace() {
    queue.postNumbers(4);
    Claim claim = queue.claim("?limit=2", "{}");
    claim.release();

    assertThat(queue.bodies("?echo=true")).containsExactly("0", "1", "2", "3");
  }

  @Test
  void list_isOfTheCallersProject() {
    queue.postNumbers(1);

    assertThat(queue.by(zaqar.otherProject()).list("?echo=true&include_claimed=true")).isEmpty();
  }

  @Test
  void listed_isTheSameAsGotOneByOne() {
    queue.postNumbers(3);

    for (JsonNode message : queue.list("?echo=true")) {
      JsonNode single = zaqar.get(message.path("href").asText()).expect(200).json();
      assertThat(single.path("id")).isEqualTo(message.path("id"));
      assertThat(single.path("href")).isEqualTo(message.path("href"));
      assertThat(single.path("ttl")).isEqualTo(message.path("ttl"));
      assertThat(single.path("body")).isEqualTo(message.path("body"));
    }
  }

  private JsonNode page(String query) {
    return queue.messages("GET", query).expect(200).json();
  }

  private JsonNode next(JsonNode page) {
    return zaqar.get(page.at("/links/0/href").asText()).expect(200).json();
  }

  private static JsonNode next(Queue queue, String query) {
    JsonNode page = queue.messages("GET", query).expect(200).json();
    return queue.zaqar().get(page.at("/links/0/href").asText()).expect(200).json();
  }

  private static List<String> bodies(JsonNode page) {
    return Json.texts(page.path("messages"), "body");
  }
}
