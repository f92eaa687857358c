// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, showing and listing subscriptions (contract 8). */
@Against(DEFAULTS)
class SubscriptionContractIT {
  private static final String URL = "https://example.com/hook";

  private final Zaqar zaqar;
  private final Queue queue;

  SubscriptionContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  private void refused(String body, String description) {
    Reply reply = queue.subscribe(body).expect(400);
    assertThat(reply.json().path("description").asText()).contains(description);
    assertThat(queue.subscriptionIds("")).isEmpty();
  }

  @Test
  void subscription_isShownAsItWasCreated() {
    Reply created =
        queue
            .subscribe("{'subscriber': '" + URL + "', 'ttl': 100, 'options': {'a': [1]}}")
            .expect(201);
    String id = created.json().path("subscription_id").asText();

    assertThat(created.location()).isEqualTo(queue.path("/subscriptions"));
    JsonNode shown = queue.subscription("GET", id).expect(200).json();
    assertThat(Json.names(shown))
        .containsExactly("id", "source", "subscriber", "ttl", "age", "options", "confirmed");
    assertThat(shown.path("id").asText()).isEqualTo(id);
    assertThat(shown.path("source").asText()).isEqualTo(queue.name());
    assertThat(shown.path("subscriber").asText()).isEqualTo(URL);
    assertThat(shown.path("ttl").intValue()).isEqualTo(100);
    assertThat(shown.path("age").intValue()).isBetween(0, 5);
    assertThat(shown.path("options").toString()).isEqualTo("{\"a\":[1]}");
    assertThat(shown.path("confirmed").booleanValue()).isFalse();
    assertThat(queue.subscriptionIds("")).containsExactly(id);
  }

  @Test
  void subscription_createsItsQueue() {
    queue.subscribeTo(URL);

    zaqar.put(queue.path()).expect(204);
  }

  @Test
  void ttlAndOptions_haveDefaults() {
    String id =
        queue
            .subscribe("{'subscriber': '" + URL + "'}")
            .expect(201)
            .json()
            .path("subscription_id")
            .asText();

    JsonNode shown = queue.subscription("GET", id).expect(200).json();
    assertThat(shown.path("ttl").intValue()).isEqualTo(3600);
    assertThat(shown.path("options").toString()).isEqualTo("{}");
  }

  @Test
  void subscriber_thatIsNotConfirmedIsThereOnlyOnce() {
    String id = queue.subscribeTo(URL);

    assertThat(queue.subscribeTo(URL)).isEqualTo(id);
    assertThat(queue.subscriptionIds("")).containsExactly(id);
  }

  @Test
  void subscriber_thatIsConfirmedIsAConflict() throws IOException {
    try (Hook hook = new Hook()) {
      String url = hook.url("/hook");
      queue.subscribeTo(url);
      hook.confirm(zaqar);

      Reply reply =
          queue.subscribe("{'subscriber': '" + url + "'}").refused(409, "Resource conflict");

      assertThat(reply.location()).isEqualTo(queue.path("/subscriptions"));
    }
  }

  @Test
  void secret_isToldToWhoCreatesTheSubscriptionAndOnce() {
    String body = "{'subscriber': '" + URL + "'}";

    assertThat(queue.subscribe(body).expect(201).header("Webhook-Secret").orElseThrow())
        .startsWith("whsec_");
    assertThat(queue.subscribe(body).expect(201).header("Webhook-Secret")).isEmpty();
    String id = queue.subscriptionIds("").getFirst();
    assertThat(queue.subscription("GET", id).expect(200).header("Webhook-Secret")).isEmpty();
  }

  @Test
  void subscriber_mayBeSubscribedToOtherQueues() {
    assertThat(queue.subscribeTo(URL)).isNotEqualTo(zaqar.queue().subscribeTo(URL));
    assertThat(queue.subscribeTo(URL + "?")).isNotEqualTo(queue.subscribeTo(URL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com", "HTTPS://example.com/x"})
  void subscriber_isOfAKnownKind(String subscriber) {
    queue.subscribeTo(subscriber);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake", "email://fake", "localhost:80", "", "http", "ftp://example.com"})
  void subscriber_ofAnyOtherKindIsRefused(String subscriber) {
    refused("{'subscriber': '" + subscriber + "'}", "must be supported in the list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "[]", "{}", "true"})
  void subscriber_thatIsNoTextIsRefused(String subscriber) {
    refused("{'subscriber': " + subscriber + "}", "must be supported in the list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trust+http://example.com", "trust+https://example.com"})
  void subscriber_thatNeedsATrustIsRefused(String subscriber) {
    refused("{'subscriber': '" + subscriber + "'}", "Keystone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}              | Missing parameter",
        "[]              | Missing parameter",
        "[1]             | Missing parameter",
        "{'ttl': 60}     | Missing parameter",
        "xxx             | could not be parsed",
        "{'subscriber'   | could not be parsed",
      })
  void body_withoutASubscriberIsRefused(String body, String description) {
    refused(body, description);
  }

  @Test
  void body_mayNotBeMissing() {
    Reply reply = zaqar.post(queue.path("/subscriptions")).expect(400);

    assertThat(reply.json().path("description").asText()).contains("Missing parameter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'ttl': 'invalid'   | must be an integer",
        "'ttl': 60.5        | must be an integer",
        "'ttl': [60]        | must be an integer",
        "'ttl': null        | must be an integer",
        "'ttl': 59          | at least 60",
        "'ttl': -1          | at least 60",
        "'ttl': true        | at least 60",
        "'ttl': 9000000000000000 | before the year",
        "'options': 1       | must be a dict",
        "'options': 'x'     | must be a dict",
        "'options': [1]     | must be a dict",
        "'options': {'_retry_policy': {'minimum_delay': 25}} | _retry_policy",
        "'options': {'_retry_policy': {'retry_backoff_function': 'x'}} | _retry_policy",
      })
  void ttlAndOptions_areChecked(String field, String description) {
    refused("{'subscriber': '" + URL + "', " + field + "}", description);
  }

  @Test
  void subscriberAndOptions_haveMostSizes() {
    String options = "'options': {'post_data': '" + "x".repeat(65_536 - 16) + "'}";
    String tooMuch = options.replace("'}", "x'}");

    queue.subscribeTo(URL + "/" + "x".repeat(2_048 - URL.length() - 1));
    queue.subscribe("{'subscriber': '" + URL + "', " + options + "}").expect(201);
    queue.subscribe("{'subscriber': '" + URL + "', " + tooMuch + "}").expect(400);
    queue.subscribe("{'subscriber': '" + URL + "x".repeat(2_048) + "'}").expect(400);
  }

  @Test
  void subscription_ofNoTimeIsOverAtOnce() {
    String id =
        queue
            .subscribe("{'subscriber': '" + URL + "', 'ttl': 0, 'options': null}")
            .expect(201)
            .json()
            .path("subscription_id")
            .asText();

    queue.subscription("GET", id).expect(404);
    assertThat(queue.subscriptionIds("")).isEmpty();
    assertThat(queue.subscribeTo(URL)).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({"1,14", "5,10", "10,5", "15,0"})
  void list_isPagedById(int limit, int left) {
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      created.add(queue.subscribeTo(URL + i));
    }

    Reply page = queue.subscription("GET", "?limit=" + limit).expect(200);
    assertThat(Json.texts(page.json().path("subscriptions"), "id"))
        .isEqualTo(created.subList(0, limit));
    assertThat(page.json().path("links")).hasSize(1);
    String next = page.json().at("/links/0/href").asText();
    assertThat(next).contains("limit=" + limit, "marker=");
    Reply last = zaqar.get(next).expect(200);
    assertThat(last.json().path("subscriptions")).hasSize(Math.min(limit, left));
    assertThat(last.json().path("links")).hasSize(left == 0 ? 0 : 1);
  }

  @Test
  void list_has10UnlessAskedForMore() {
    for (int i = 0; i < 11; i++) {
      queue.subscribeTo(URL + i);
    }

    assertThat(queue.subscriptionIds("")).hasSize(10);
    assertThat(queue.subscriptionIds("?limit=20&detailed=False")).hasSize(11);
    queue.subscription("GET", "?limit=21").expect(400);
    queue.subscription("GET", "?limit=0").expect(400);
  }

  @Test
  void list_takesAnyMarker() {
    String id = queue.subscribeTo(URL);

    assertThat(queue.subscriptionIds("?marker=0")).containsExactly(id);
    assertThat(queue.subscriptionIds("?marker=~")).isEmpty();
    assertThat(queue.subscriptionIds("?marker=%C3%A9")).isEmpty();
    assertThat(queue.subscriptionIds("?marker=" + "0".repeat(3_000))).containsExactly(id);
  }

  @Test
  void list_ofNothingIsEmpty() {
    JsonNode page = queue.subscription("GET", "").expect(200).json();

    assertThat(page.toString()).isEqualTo("{\"subscriptions\":[],\"links\":[]}");
  }

  @Test
  void subscription_isKnownInItsQueueAndProjectAlone() {
    String id = queue.subscribeTo(URL);

    zaqar.queue().subscription("GET", id).expect(404);
    queue.by(zaqar.otherProject()).subscription("GET", id).expect(404);
    queue.subscription("GET", "fake").refused(404, "Not found");
    queue.subscription("GET", UUID.randomUUID().toString()).expect(404);
    zaqar.queue().subscription("DELETE", id).expect(204);
    queue.by(zaqar.otherProject()).subscription("DELETE", id).expect(204);
    queue.subscription("GET", id).expect(200);
  }

  @Test
  void methods_areThoseOfTheContract() {
    queue.subscription("PUT", "").expect(405);
    queue.subscription("POST", "fake").expect(405);
    queue.subscription("POST", "fake/confirm").expect(405);
  }
}
