// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing and confirming subscriptions (contract 8.5, 8.7). */
@Against(DEFAULTS)
class SubscriptionUpdateContractIT {
  private static final String URL = "https://example.com/hook";

  private final Zaqar zaqar;
  private final Queue queue;
  private final String id;

  SubscriptionUpdateContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
    id = queue.subscribeTo(URL);
  }

  private Reply patch(String body) {
    return queue.subscription("PATCH", id).json(body).send();
  }

  private Reply confirm(String body) {
    return queue.subscription("PUT", id + "/confirm").json(body).send();
  }

  private JsonNode shown() {
    return queue.subscription("GET", id).expect(200).json();
  }

  @Test
  void change_changesWhatItNames() {
    Reply changed = patch("{'ttl': 400, 'unknown': 1}").expect(204).empty();

    assertThat(changed.location()).isEqualTo(queue.path("/subscriptions/" + id));
    assertThat(shown().path("ttl").intValue()).isEqualTo(400);
    assertThat(shown().path("subscriber").asText()).isEqualTo(URL);
    patch("{'options': {'subject': 'x'}, 'ttl': null, 'subscriber': null}").expect(204);
    assertThat(shown().path("options").toString()).isEqualTo("{\"subject\":\"x\"}");
    assertThat(shown().path("ttl").intValue()).isEqualTo(400);
    patch("{'options': {}}").expect(204);
    assertThat(shown().path("options").toString()).isEqualTo("{}");
  }

  @Test
  void subscriber_thatIsChangedHasToConfirmAgain() throws IOException {
    try (Hook hook = new Hook()) {
      String url = hook.url("/hook");
      patch("{'subscriber': '" + url + "'}").expect(204);
      hook.confirm(zaqar);
      patch("{'subscriber': '" + url + "'}").expect(204);
      assertThat(shown().path("confirmed").booleanValue()).as("the same").isTrue();

      patch("{'subscriber': '" + URL + "/other'}").expect(204);

      assertThat(shown().path("subscriber").asText()).isEqualTo(URL + "/other");
      assertThat(shown().path("confirmed").booleanValue()).isFalse();
      assertThat(queue.subscribeTo(url)).as("the old one is free").isNotEqualTo(id);
      assertThat(queue.subscribeTo(URL + "/other")).isEqualTo(id);
    }
  }

  @Test
  void subscriber_thatIsInUseIsAConflict() {
    String other = queue.subscribeTo(URL + "/other");

    patch("{'subscriber': '" + URL + "/other'}").refused(409, "Resource conflict");

    assertThat(shown().path("subscriber").asText()).isEqualTo(URL);
    queue.subscription("DELETE", other).expect(204);
    patch("{'subscriber': '" + URL + "/other'}").expect(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}                       | No subscription",
        "[1]                      | Subscriptions must be a dict.",
        "[]                       | Subscriptions must be a dict.",
        "{'ttl': 'invalid'}       | must be an integer",
        "{'ttl': 50}              | at least 60",
        "{'subscriber': 'fake'}   | must be supported in the list",
        "{'options': 1}           | must be a dict",
        "{'unknown': 1}           | must be given",
        "{'ttl': null}            | must be given",
        "{'options': {'_retry_policy': 1}} | _retry_policy",
        "xxx                      | could not be parsed",
      })
  void change_isCheckedBeforeItIsKnownWhetherThereIsAnything(String body, String description) {
    JsonNode before = shown();
    for (String which : new String[] {id, UUID.randomUUID().toString()}) {
      Reply reply = queue.subscription("PATCH", which).json(body).expect(400);
      assertThat(reply.json().path("description").asText()).contains(description);
    }
    assertThat(shown().path("ttl")).isEqualTo(before.path("ttl"));
  }

  @Test
  void change_mayNotBeMissing() {
    queue.subscription("PATCH", id).refused(400, "Invalid request body");
  }

  @Test
  void change_ofNothingIsNotFound() {
    queue.subscription("PATCH", "fake").json("{'ttl': 300}").refused(404, "Not found");
    zaqar.queue().subscription("PATCH", id).json("{'ttl': 300}").expect(404);
    queue.by(zaqar.otherProject()).subscription("PATCH", id).json("{'ttl': 300}").expect(404);
  }

  @Test
  void confirmation_mayBeEndedByWhoeverSubscribed() {
    Reply no = confirm("{'confirmed': false}").expect(204).empty();

    assertThat(no.location()).isEqualTo(queue.path("/subscriptions/" + id + "/confirm"));
    assertThat(shown().path("confirmed").booleanValue()).isFalse();
  }

  @Test
  void confirmation_isNotForWhoeverSubscribed() {
    confirm("{'confirmed': true}").refused(403, "Not authorized");
    patch("{'confirmed': true, 'ttl': 300}").expect(204);
    queue.subscribe("{'subscriber': '" + URL + "', 'confirmed': true}").expect(201);

    assertThat(shown().path("confirmed").booleanValue()).isFalse();
  }

  @Test
  void secret_isAnotherWhenItsOwnerWantsThat() {
    String first = rotate();

    assertThat(rotate()).startsWith("whsec_").isNotEqualTo(first);
    assertThat(patch("{'rotate_secret': false, 'ttl': 300}").header("Webhook-Secret")).isEmpty();
    patch("{'rotate_secret': 'yes'}").refused(400, "Invalid API request");
  }

  private String rotate() {
    return patch("{'rotate_secret': true}").expect(204).header("Webhook-Secret").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "{'confirmed': null}", "{'confirmed': 123}", "{'confirmed': 'true'}"})
  void confirmation_ofAnyOtherFormIsRefused(String body) {
    Reply reply = confirm(body).expect(400);

    assertThat(reply.json().path("description").asText())
        .isEqualTo("The 'confirmed' should be boolean.");
  }

  @Test
  void confirmation_thatIsNoJsonIsRefused() {
    confirm("{confirmed:123}").refused(400, "Invalid request body");
    queue.subscription("PUT", id + "/confirm").expect(400);
  }

  @Test
  void confirmation_ofNothingIsNotFound() {
    queue.subscription("PUT", "fake/confirm").json("{'confirmed': true}").expect(404);
    zaqar.queue().subscription("PUT", id + "/confirm").json("{'confirmed': true}").expect(404);
  }
}
