// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asking subscribers (contract 8.8), on receivers of this machine. */
@Against(DEFAULTS)
class ConfirmationContractIT {
  private final Zaqar zaqar;
  private final Queue queue;
  private final Hook hook = new Hook();

  ConfirmationContractIT(Zaqar zaqar) throws IOException {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  private Call answer(JsonNode question, String body) {
    return Hook.reply(zaqar, question, body);
  }

  private boolean isConfirmed(String id) {
    return queue.subscription("GET", id).expect(200).json().path("confirmed").booleanValue();
  }

  @Test
  void question_saysAllThatAnAnswerNeeds() {
    String id = queue.subscribeTo(hook.url("/hook"));
    String path = queue.path("/subscriptions/" + id + "/confirm");

    Hook.Received request = hook.question();

    JsonNode question = request.json();
    assertThat(Json.names(question))
        .containsExactlyInAnyOrder(
            "Message_Type",
            "Message",
            "URL-Signature",
            "URL-Methods",
            "URL-Paths",
            "URL-Expires",
            "X-Project-ID",
            "SubscribeBody",
            "UnsubscribeBody",
            "SubscribeURL",
            "WSGISubscribeURL",
            "queue_name");
    assertThat(question.path("Message_Type").asText()).isEqualTo("SubscriptionConfirmation");
    assertThat(question.path("Message").asText()).contains(queue.name());
    assertThat(question.path("URL-Signature").asText()).matches("[0-9a-f]{64}");
    assertThat(question.path("URL-Methods").asText()).isEqualTo("PUT");
    assertThat(question.path("URL-Paths").asText()).isEqualTo(path);
    assertThat(question.path("URL-Expires").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    assertThat(question.path("X-Project-ID").asText()).isEqualTo(zaqar.project());
    assertThat(question.path("SubscribeBody").toString()).isEqualTo("{\"confirmed\":true}");
    assertThat(question.path("UnsubscribeBody").toString()).isEqualTo("{\"confirmed\":false}");
    assertThat(question.path("SubscribeURL").path(0).asText()).isEqualTo(path);
    assertThat(question.path("queue_name").asText()).isEqualTo(queue.name());
    assertThat(request.header("Content-type")).isEqualTo("application/json");
    assertThat(request.header("Webhook-signature")).startsWith("v1,");
  }

  @Test
  void subscriber_isToldAfterItHasSaidYesAndNotAfterItHasSaidNo() {
    String id = queue.subscribeTo(hook.url("/hook"));
    JsonNode question = hook.question().json();
    queue.postNumbers(1);
    hook.assertNoMoreNotifications();

    answer(question, "SubscribeBody").expect(204);
    assertThat(isConfirmed(id)).isTrue();
    queue.postNumbers(1);
    hook.notification();

    answer(question, "UnsubscribeBody").expect(204);
    assertThat(isConfirmed(id)).isFalse();
    queue.postNumbers(1);
    hook.assertNoMoreNotifications();
  }

  @Test
  void subscriber_thatLeavesIsToldHowToComeBack() {
    String id = queue.subscribeTo(hook.url("/hook"));
    answer(hook.question().json(), "SubscribeBody").expect(204);
    queue.subscription("PUT", id + "/confirm").json("{'confirmed': false}").expect(204);

    JsonNode word = hook.question().json();

    assertThat(word.path("Message_Type").asText()).isEqualTo("UnsubscribeConfirmation");
    assertThat(word.path("Message").asText()).contains("confirmed=True");
    answer(word, "SubscribeBody").expect(204);
    assertThat(isConfirmed(id)).isTrue();
  }

  @Test
  void subscriber_isAskedOnceWhicheverQueueAndProjectAsks() {
    String id = queue.subscribeTo(hook.url("/hook"));
    JsonNode question = hook.question().json();

    assertThat(queue.subscribeTo(hook.url("/hook"))).isEqualTo(id);
    zaqar.queue().subscribeTo(hook.url("/hook").replace("http", "HTTP") + "#again");
    queue.by(zaqar.otherProject()).subscribeTo(hook.url("/hook"));
    queue.subscription("DELETE", id).expect(204);
    queue.subscribeTo(hook.url("/hook"));

    hook.assertNoMoreQuestions();
    answer(question, "SubscribeBody").expect(404);
  }

  @Test
  void question_isGoodUntilItIsAnswered() {
    String id = queue.subscribeTo(hook.url("/hook"));
    JsonNode question = hook.question().json();
    queue.subscribeTo(hook.url("/hook"));
    queue.subscription("PUT", id + "/confirm").json("{'confirmed': false}").expect(204);

    answer(question, "SubscribeBody").expect(204);

    queue.subscribe("{'subscriber': '" + hook.url("/hook") + "'}").expect(409);
    hook.assertNoMoreQuestions();
  }

  @Test
  void answer_toAnEarlierAskingIsNone() {
    String id = queue.subscribeTo(hook.url("/mine"));
    JsonNode mine = hook.question().json();
    answer(mine, "SubscribeBody").expect(204);
    queue
        .subscription("PATCH", id)
        .json("{'subscriber': '" + hook.url("/victim") + "'}")
        .expect(204);
    JsonNode asked = hook.question().json();

    answer(mine, "SubscribeBody").expect(404);
    assertThat(isConfirmed(id)).isFalse();

    answer(asked, "SubscribeBody").expect(204);
    answer(mine, "UnsubscribeBody").expect(404);
    assertThat(isConfirmed(id)).isTrue();
    queue.subscription("PATCH", id).json("{'subscriber': '" + hook.url("/mine") + "'}").expect(204);
    answer(mine, "SubscribeBody").expect(404);
    answer(asked, "SubscribeBody").expect(404);
    assertThat(isConfirmed(id)).isFalse();
  }

  @Test
  void answer_mayTakeAsLongAsSignedUrlsLive() {
    queue.subscribe("{'subscriber': '" + hook.url("/hook") + "', 'ttl': 31536000}").expect(201);

    String expires = hook.question().json().path("URL-Expires").asText();

    assertThat(Instant.parse(expires + "Z"))
        .isCloseTo(Instant.now().plus(30, ChronoUnit.DAYS), within(2, ChronoUnit.MINUTES));
  }

  @Test
  void question_isNotRepeatedByARetryPolicy() {
    hook.answerQuestions(500);
    queue
        .subscribe(
            "{'subscriber': '"
                + hook.url("/hook")
                + "', 'options': {'_retry_policy': {'retries_with_no_delay': 1000}}}")
        .expect(201);

    hook.question();

    hook.assertNoMoreQuestions();
  }

  @Test
  void newSubscriber_isAskedAndNobodyElse() {
    String id = queue.subscribeTo(hook.url("/old"));
    answer(hook.question().json(), "SubscribeBody").expect(204);

    queue.subscription("PATCH", id).json("{'ttl': 600}").expect(204);
    hook.assertNoMoreQuestions();
    queue.subscription("PATCH", id).json("{'subscriber': '" + hook.url("/new") + "'}").expect(204);

    JsonNode question = hook.question().json();
    assertThat(isConfirmed(id)).isFalse();
    answer(question, "SubscribeBody").expect(204);
    assertThat(isConfirmed(id)).isTrue();
  }

  @Test
  void question_isInOurWordsAlone() {
    queue
        .subscribe(
            "{'subscriber': '"
                + hook.url("/hook")
                + "', 'options': {'post_headers': {'X-A': 'b', 'Content-Type': 'text/plain'},"
                + " 'post_data': '"
                + "Confirmation\\\" ".repeat(4000)
                + "'}}")
        .expect(201);

    Hook.Received question = hook.question();

    assertThat(question.headers()).doesNotContainKey("X-a");
    assertThat(question.header("Content-type")).isEqualTo("application/json");
    assertThat(question.json().path("URL-Methods").asText()).isEqualTo("PUT");
    assertThat(question.body()).hasSizeLessThan(2_000);
  }

  @Test
  void signature_isGoodForNothingElse() {
    String id = queue.subscribeTo(hook.url("/hook"));
    String other = queue.subscribeTo(hook.url("/other"));
    JsonNode first = hook.question().json();
    JsonNode second = hook.question().json();
    boolean isOther = first.path("URL-Paths").asText().contains(other);
    JsonNode question = isOther ? second : first;

    for (String path :
        List.of(
            queue.path("/subscriptions/" + other + "/confirm"),
            queue.path("/subscriptions/" + id),
            queue.path("/subscriptions"),
            queue.path("/messages"))) {
      Call call = zaqar.call("PUT", path);
      Hook.SIGNED.forEach(name -> call.header(name, question.path(name).asText()));
      call.json("{'confirmed': true}").expect(404);
    }
    answer(question, "SubscribeBody").header("X-Project-ID", "another").expect(404);
    answer(question, "SubscribeBody").header("URL-Expires", "2999-01-01T00:00:00").expect(404);
    answer(question, "SubscribeBody").header("URL-Signature", "").expect(404);
    answer(question, "SubscribeBody").without("URL-Expires").expect(404);
    assertThat(isConfirmed(id)).isFalse();
    assertThat(isConfirmed(other)).isFalse();
  }

  @Test
  void page_forPeopleNeedsNoHeaders() {
    Reply page = zaqar.get("/confirm?Paths=x").without("X-Project-ID", "Client-ID").expect(200);

    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(page.text()).contains("<button").doesNotContain("Paths=x");
  }
}
