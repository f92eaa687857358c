// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Telling webhooks of messages (contract 9), on receivers of this machine. */
@Against(DEFAULTS)
class WebhookContractIT {
  private static final String HURRY =
      "'_retry_policy': {'retries_with_no_delay': 5, 'minimum_delay_retries': 0,"
          + " 'maximum_delay_retries': 0, 'minimum_delay': 1, 'maximum_delay': 11}";

  private final Queue queue;
  private final Hook hook = new Hook();

  WebhookContractIT(Zaqar zaqar) throws IOException {
    queue = zaqar.queue();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  /** A confirmed subscription of the receiver, with these options. */
  private String subscribe(String options) {
    return subscribe("/hook", options);
  }

  private String subscribe(String path, String options) {
    String url = hook.url(path);
    String id =
        queue
            .subscribe("{'subscriber': '" + url + "', 'options': {" + options + "}}")
            .expect(201)
            .json()
            .path("subscription_id")
            .asText();
    hook.confirm(queue.zaqar());
    return id;
  }

  @Test
  void message_reachesTheSubscriber() throws Exception {
    subscribe("");
    String id = queue.post("{'body': {'a': [1, 2.50]}, 'ttl': 300}").getFirst();

    Hook.Received delivery = hook.notification();

    JsonNode document = delivery.json();
    assertThat(Json.names(document))
        .containsExactlyInAnyOrder("body", "ttl", "queue_name", "Message_Type");
    assertThat(delivery.body()).contains("{\"a\": [1, 2.50]}");
    assertThat(document.path("ttl").intValue()).isEqualTo(300);
    assertThat(document.path("queue_name").asText()).isEqualTo(queue.name());
    assertThat(document.path("Message_Type").asText()).isEqualTo("Notification");
    assertThat(delivery.header("Content-type")).isEqualTo("application/json");
    assertThat(delivery.header("Webhook-id")).startsWith(id);
    assertThat(delivery.header("Webhook-signature")).startsWith("v1,");
    hook.assertNoMoreNotifications();
  }

  @Test
  void filter_letsPassWhatMatches() throws Exception {
    subscribe("'_filter': {'event': ['start']}");
    queue.post("{'body': {'event': 'stop'}}");
    queue.post("{'body': 'start'}");
    String id = queue.post("{'body': {'event': 'start', 'n': 1}}").getFirst();

    assertThat(hook.notification().header("Webhook-id")).startsWith(id);
    hook.assertNoMoreNotifications();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "'text'", "{}", "{'event': 'start'}", "{'a': [{'no': 1}]}"})
  void filter_thatIsNoneIsRefused(String pattern) {
    String url = hook.url("/hook");
    queue
        .subscribe("{'subscriber': '" + url + "', 'options': {'_filter': " + pattern + "}}")
        .refused(400, "Invalid API request");
  }

  @Test
  void cloudEvent_hasItsAttributesInHeadersAndTheMessagesBody() throws Exception {
    hook.answer(503);
    subscribe("'_format': 'cloudevents', " + HURRY);
    Instant before = Instant.now().minusSeconds(5);
    String body = "{\"a\": [1, 2.50], \"name\": \"\u20ac\"}";
    String id = queue.post("{'body': " + body.replace('"', '\'') + ", 'ttl': 300}").getFirst();

    Hook.Received first = hook.notification();
    Hook.Received again = hook.notification();

    assertThat(again.body()).isEqualTo(body).isEqualTo(first.body());
    assertThat(again.header("Content-type")).isEqualTo("application/json");
    Instant time = Instant.parse(again.header("Ce-time"));
    assertThat(time).isBetween(before, Instant.now().plusSeconds(5));
    assertThat(attributes(again))
        .isEqualTo(
            Map.of(
                "Ce-specversion",
                "1.0",
                "Ce-id",
                id,
                "Ce-source",
                "/v2/queues/" + queue.name(),
                "Ce-type",
                "org.openstack.zaqar.message.posted",
                "Ce-subject",
                "messages/" + id,
                "Ce-time",
                time.toString(),
                "Ce-expirytime",
                time.plusSeconds(300).toString()))
        .isEqualTo(attributes(first));
    assertThat(again.header("Webhook-id")).startsWith(id + "-");
    assertThat(again.header("X-zaqar-hops")).isEqualTo("1");
    hook.assertNoMoreNotifications();
  }

  private static Map<String, String> attributes(Hook.Received delivery) {
    Map<String, String> attributes = new HashMap<>();
    delivery.headers().keySet().stream()
        .filter(name -> name.startsWith("Ce-"))
        .forEach(name -> attributes.put(name, delivery.header(name)));
    return attributes;
  }

  @Test
  void cloudEvent_isSignedAndHasWhatPostOptionsMakeOfIt() throws Exception {
    Reply created =
        queue
            .subscribe(
                "{'subscriber': '"
                    + hook.url("/hook")
                    + "', 'options': {'_format': 'cloudevents', 'post_data': '[\\\"$zaqar_message$\\\"]',"
                    + " 'post_headers': {'Content-Type': 'application/vnd.a+json', 'X-A': 'b'}}}")
            .expect(201);
    Hook.Received question = hook.question();
    assertThat(attributes(question)).isEmpty();
    Hook.reply(queue.zaqar(), question.json(), "SubscribeBody").expect(204);
    queue.post("{'body': 'text'}");

    Hook.Received delivery = hook.notification();

    assertThat(delivery.body()).isEqualTo("[\"text\"]");
    assertThat(delivery.header("Content-type")).isEqualTo("application/vnd.a+json");
    assertThat(delivery.header("X-a")).isEqualTo("b");
    assertThat(delivery.header("Ce-specversion")).isEqualTo("1.0");
    assertThat(delivery.header("Webhook-signature"))
        .isEqualTo(signature(delivery, created.header("Webhook-Secret").orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'_format': 'CloudEvents'",
        "'_format': ''",
        "'_format': true",
        "'_format': {'name': 'cloudevents'}",
        "'_format': 'cloudevents', 'post_headers': {'CE-Id': '1'}",
        "'_format': 'cloudevents', 'post_headers': {'ce-tenant': '1'}",
        "'_format': 'cloudevents', 'post_headers': {'content-type': 'Application/CloudEvents+json'}"
      })
  void format_thatCannotBeIsRefused(String options) {
    String subscriber = "{'subscriber': '" + hook.url("/hook") + "'";
    Reply refused =
        queue
            .subscribe(subscriber + ", 'options': {" + options + "}}")
            .refused(400, "Invalid API request");
    assertThat(refused.json().path("description").asText()).startsWith("_format ");
    String id = subscribe("'_format': null");
    queue
        .subscription("PATCH", id)
        .json("{'options': {" + options + "}}")
        .refused(400, "Invalid API request");
  }

  @Test
  void delivery_isSignedWithTheSecretThatTheSubscriberWasTold() throws Exception {
    String url = hook.url("/hook");
    Reply created = queue.subscribe("{'subscriber': '" + url + "'}").expect(201);
    hook.confirm(queue.zaqar());
    queue.postNumbers(1);

    Hook.Received delivery = hook.notification();

    assertThat(delivery.header("Webhook-signature"))
        .isEqualTo(signature(delivery, created.header("Webhook-Secret").orElseThrow()));
  }

  private static String signature(Hook.Received delivery, String secret) throws Exception {
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed =
        delivery.header("Webhook-id")
            + "."
            + delivery.header("Webhook-timestamp")
            + "."
            + delivery.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void delivery_isSignedWithBothSecretsAfterARotation() throws Exception {
    Reply created = queue.subscribe("{'subscriber': '" + hook.url("/hook") + "'}").expect(201);
    hook.confirm(queue.zaqar());
    String id = created.json().path("subscription_id").asText();
    Reply rotated = queue.subscription("PATCH", id).json("{'rotate_secret': true}").expect(204);
    queue.postNumbers(1);

    Hook.Received delivery = hook.notification();

    assertThat(delivery.header("Webhook-signature"))
        .isEqualTo(
            signature(delivery, rotated.header("Webhook-Secret").orElseThrow())
                + " "
                + signature(delivery, created.header("Webhook-Secret").orElseThrow()));
  }

  @Test
  void subscriber_thatIsNotConfirmedIsToldNothing() throws Exception {
    String id = subscribe("");
    queue.subscription("PUT", id + "/confirm").json("{'confirmed': false}").expect(204);
    queue.postNumbers(1);

    hook.assertNoMoreNotifications();
  }

  @Test
  void messages_allReachEverySubscriber() throws Exception {
    subscribe("/one", "");
    subscribe(
        "/other",
        "'post_data': '{\\\"text\\\": \\\"$zaqar_message$\\\"}', 'post_headers': {'X-A': 'b'}");
    queue.postNumbers(20);

    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Hook.Received delivery = hook.notification();
      boolean isOther = delivery.headers().containsKey("X-a");
      JsonNode document = isOther ? delivery.json().path("text") : delivery.json();
      bodies.add(isOther + document.path("body").asText());
    }

    assertThat(bodies).hasSize(40).doesNotHaveDuplicates();
    hook.assertNoMoreNotifications();
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 100_000})
  void largeMessage_isDeliveredWholeThoughItIsDeletedAtOnce(int size) throws Exception {
    subscribe("");
    String text = "x1y2".repeat(size / 4);
    String id = queue.post("{'ttl': 60, 'body': '" + text + "'}").getFirst();
    queue.message("DELETE", id).expect(204);

    assertThat(hook.notification().json().path("body").asText()).isEqualTo(text);
  }

  @Test
  void failure_isTriedAgain() throws Exception {
    hook.answer(500, 503, 429);
    subscribe(HURRY);
    queue.postNumbers(1);

    String first = hook.notification().header("Webhook-id");
    for (int i = 0; i < 3; i++) {
      assertThat(hook.notification().header("Webhook-id")).isEqualTo(first);
    }
    hook.assertNoMoreNotifications();
  }

  @Test
  void refusal_isFinalAndKeptInTheQueueThatIsNamed() throws Exception {
    hook.answer(404);
    String dead = queue.name() + "-dead";
    String id = subscribe("'_dead_letter_queue': '" + dead + "'");
    queue.post("{'body': 'lost'}");
    hook.notification();
    hook.assertNoMoreNotifications();

    JsonNode letter = queue.zaqar().queue(dead).list("?echo=true").path(0).path("body");

    assertThat(letter.path("body").asText()).isEqualTo("lost");
    assertThat(letter.path("subscription_id").asText()).isEqualTo(id);
    assertThat(letter.path("attempts").intValue()).isEqualTo(1);
    assertThat(letter.path("last_error").asText()).isEqualTo("answered 404");
  }

  @Test
  void subscriber_thatIsGoneIsDisabled() throws Exception {
    hook.answer(410);
    String id = subscribe("");
    queue.postNumbers(1);
    hook.notification();
    Wait.until(
        "it is disabled",
        () -> !queue.subscription("GET", id).expect(200).json().path("confirmed").booleanValue());
    queue.postNumbers(1);

    hook.assertNoMoreNotifications();
  }

  @Test
  void delayedMessage_isToldOfWhenItsDelayIsOver() throws Exception {
    queue.create("{'_default_message_delay': 1}");
    subscribe("");
    long posted = System.nanoTime();
    queue.post("{'body': 1, 'delay': 3}");

    Hook.Received delivery = hook.notification();

    assertThat(Duration.ofNanos(System.nanoTime() - posted)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(delivery.json().path("delay").intValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://[::ffff:10.0.0.1]/",
        "https://0x7f.1/",
        "https://user:password@example.com/"
      })
  void subscriber_thatNobodyShouldCallIsRefused(String url) {
    queue.subscribe("{'subscriber': '" + url + "'}").refused(400, "Invalid API request");
  }
}
