// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subscription says of its deliveries, and tests of it (contract 8.9). */
@Against(DEFAULTS)
class DeliveryStateContractIT {
  private final Zaqar zaqar;
  private final Queue queue;
  private final Hook hook = new Hook();

  DeliveryStateContractIT(Zaqar zaqar) throws IOException {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  private String subscribe(String options) {
    String body = "{'subscriber': '" + hook.url("/hook") + "', 'options': {" + options + "}}";
    String id = queue.subscribe(body).expect(201).json().path("subscription_id").asText();
    hook.confirm(zaqar);
    return id;
  }

  private JsonNode state(String id) {
    return queue.subscription("GET", id + "?detailed=true").expect(200).json().path("delivery");
  }

  @Test
  void details_areShownToWhomAsksForThem() {
    String id = queue.subscribeTo("https://example.com/1");
    queue.subscribeTo("https://example.com/2");

    assertThat(Json.names(queue.subscription("GET", id).expect(200).json()))
        .doesNotContain("delivery");
    assertThat(Json.names(state(id)))
        .containsExactlyInAnyOrder(
            "last_success",
            "failing_since",
            "failures",
            "given_up",
            "pending_since",
            "slow_until",
            "last_error",
            "last_test");
    JsonNode page = queue.subscription("GET", "?limit=1&detailed=true").expect(200).json();
    assertThat(Json.names(page.at("/subscriptions/0"))).contains("delivery");
    String next = page.at("/links/0/href").asText();
    assertThat(next).contains("detailed=true");
    assertThat(Json.names(zaqar.get(next).expect(200).json().at("/subscriptions/0")))
        .contains("delivery");
    JsonNode plain = queue.subscription("GET", "?limit=1").expect(200).json();
    assertThat(plain.at("/links/0/href").asText()).doesNotContain("detailed");
  }

  @Test
  void detailed_thatIsNeitherTrueNorFalseIsRefused() {
    for (String path : List.of("?detailed=maybe", "none?detailed=maybe")) {
      queue.subscription("GET", path).refused(400, "Invalid parameter");
    }
  }

  @Test
  void failure_isShownUntilATestSucceeds() {
    String id = subscribe("");
    hook.answer(404);
    queue.postNumbers(1);
    hook.notification();
    Wait.until("the failure is noted", () -> !state(id).path("last_error").isNull());

    JsonNode failing = state(id);
    assertThat(failing.at("/last_error/status").intValue()).isEqualTo(404);
    assertThat(failing.at("/last_error/reason").asText()).isEqualTo("answered 404");
    assertThat(failing.at("/last_error/attempt").intValue()).isEqualTo(1);
    assertThat(failing.at("/last_error/next_attempt").isNull()).isTrue();
    assertThat(failing.path("failing_since").isTextual()).isTrue();
    assertThat(failing.path("failures").intValue()).isEqualTo(1);
    assertThat(failing.path("given_up").intValue()).isEqualTo(1);

    String asked =
        queue.subscription("POST", id + "/test").expect(202).json().path("asked").asText();
    Hook.Received test = hook.notification();

    assertThat(test.json().path("Message_Type").asText()).isEqualTo("Test");
    assertThat(test.json().path("queue_name").asText()).isEqualTo(queue.name());
    assertThat(test.header("Webhook-id")).startsWith("test-");
    assertThat(test.header("Webhook-signature")).startsWith("v1,");
    Wait.until("the test is over", () -> !state(id).at("/last_test/result").isNull());
    assertThat(state(id).at("/last_test/asked").asText()).isEqualTo(asked);
    assertThat(state(id).at("/last_test/result").asText()).isEqualTo("delivered");
    assertThat(state(id).path("failing_since").isNull()).isTrue();
    hook.assertNoMoreNotifications();
  }

  @Test
  void test_isPostedAsTheOptionsSay() {
    String id = subscribe("'post_data': '{\\'mine\\': \\'$zaqar_message$\\'}'");
    queue.subscription("POST", id + "/test").expect(202);

    assertThat(hook.notification().json().at("/mine/Message_Type").asText()).isEqualTo("Test");
  }

  @Test
  void test_goesToNobodyWhoHasNotConfirmed() {
    String id = queue.subscribeTo(hook.url("/hook"));

    queue.subscription("POST", id + "/test").refused(409, "Resource conflict");
    queue.subscription("POST", "no-id/test").refused(404, "Not found");
    hook.assertNoMoreNotifications();
  }

  @Test
  void test_isOnlyForPost() {
    String id = queue.subscribeTo("https://example.com/1");

    List.of("GET", "PUT", "DELETE")
        .forEach(method -> queue.subscription(method, id + "/test").expect(405));
  }

  /** A question that fails is why nothing else comes. */
  @Test
  void question_thatFailsIsShown() {
    hook.answerQuestions(500);
    String id = queue.subscribeTo(hook.url("/hook"));
    hook.question();
    Wait.until("the failure is noted", () -> !state(id).path("last_error").isNull());

    assertThat(state(id).at("/last_error/status").intValue()).isEqualTo(500);
    assertThat(state(id).at("/last_error/next_attempt").isTextual()).isTrue();
  }
}
