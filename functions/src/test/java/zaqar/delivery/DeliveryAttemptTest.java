// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.dynamodb.MessageTable;
import zaqar.http.Json;
import zaqar.messages.StoredBody;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.RequestId;
import zaqar.names.SubscriptionId;

/** What travels from the stream to the webhook comes out as it went in. */
class DeliveryAttemptTest {
  private static final QueueKey QUEUE = new QueueKey(new ProjectId("p é"), new QueueName("q"));
  private static final Instant POSTED = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final SubscriptionId TO = new SubscriptionId(new Ulid(1, 2));

  private static final RequestId REQUEST = new RequestId(new UUID(1, 2));

  private static AnnouncedMessage message(Optional<String> body) {
    return new AnnouncedMessage(
        new MessageId(new Ulid(3, 4), (byte) 5),
        Optional.of(REQUEST),
        2,
        POSTED,
        Duration.ofSeconds(300),
        Duration.ofSeconds(2),
        true,
        body.map(StoredBody::of));
  }

  private static AnnouncedMessage again(AnnouncedMessage message) {
    return Announcement.read(Json.parse(new Announcement(QUEUE, List.of(message)).write().detail()))
        .messages()
        .getFirst();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5_000, 200_000})
  void body_comesAsItWasPosted(int size) {
    String body = "\"" + "é".repeat(size) + "\"";

    AnnouncedMessage again = again(message(Optional.of(body)));

    assertThat(again.body().orElseThrow().text()).isEqualTo(body);
    assertThat(again.id()).isEqualTo(message(Optional.empty()).id());
    assertThat(again.request()).contains(REQUEST);
    assertThat(again.posted()).isEqualTo(POSTED);
    assertThat(again.ttl()).isEqualTo(Duration.ofSeconds(300));
    assertThat(again.availableAt()).isEqualTo(POSTED.plusSeconds(2));
    assertThat(again.hops()).isEqualTo(2);
    assertThat(again.isLetter()).isTrue();
  }

  @Test
  void event_tellsOfTheRequestOfEachMessage() {
    String detail = new Announcement(QUEUE, List.of(message(Optional.empty()))).write().detail();

    assertThat(Json.parse(detail).at("/version").asInt()).isEqualTo(1);
    assertThat(Json.parse(detail).at("/messages/0/request_id").asText())
        .isEqualTo(REQUEST.toString());
  }

  @Test
  void longBody_travelsDeflated() {
    String body = "\"" + "x".repeat(200_000) + "\"";

    assertThat(message(Optional.of(body)).write().toString()).hasSizeLessThan(2_000);
  }

  @Test
  void encryptedBody_travelsEncrypted() {
    StoredBody stored = new StoredBody(MessageTable.ENCRYPTED_BODY, new byte[] {-1, 0, 98});
    AnnouncedMessage message = message(Optional.empty()).with(stored);

    AnnouncedMessage again = again(message);

    assertThat(message.write().path("encrypted").asText()).isEqualTo("/wBi");
    assertThat(message.write().has("body")).isFalse();
    assertThat(again.body().orElseThrow().isEncrypted()).isTrue();
    assertThat(again.body().orElseThrow().bytes()).containsExactly(-1, 0, 98);
  }

  @Test
  void body_thatIsApartStaysThere() {
    assertThat(again(message(Optional.empty())).body()).isEmpty();
  }

  @Test
  void attempt_remembersHowOftenAndWhyItFailed() {
    DeliveryAttempt first = DeliveryAttempt.first(QUEUE, TO, message(Optional.empty()), false);
    assertThat(first.due()).isEqualTo(POSTED.plusSeconds(2));

    DeliveryAttempt second =
        DeliveryAttempt.read(Json.parse(first.again(POSTED, "timed out").write()));

    assertThat(second).isEqualTo(first.again(POSTED, "timed out"));
    assertThat(second.failures()).isEqualTo(1);
    assertThat(second.postponed(POSTED.plusSeconds(1)).failures()).isEqualTo(1);
  }

  /** As the first release writes it, which knows of no requests. */
  @Test
  void attempt_ofTheFirstReleaseIsRead() {
    String written =
        "{\"project\":\"p é\",\"queue\":\"q\",\"subscription\":\"%s\",\"slow\":false,\"failures\":1,"
                .formatted(TO)
            + "\"due\":\"2026-01-01T00:00:02.123Z\",\"last_error\":\"timed out\",\"message\":{\"id\":\"%s\","
                .formatted(message(Optional.empty()).id())
            + "\"posted\":\"2026-01-01T00:00:00.123Z\",\"ttl\":300,\"delay\":2,\"letter\":true,\"body\":\"7\"}}";

    DeliveryAttempt attempt = DeliveryAttempt.read(Json.parse(written));

    assertThat(attempt.content().request()).isEmpty();
    assertThat(attempt.queue()).isEqualTo(QUEUE);
    assertThat(attempt.failures()).isEqualTo(1);
    assertThat(((AnnouncedMessage) attempt.content()).body().orElseThrow().text()).isEqualTo("7");
    assertThat(attempt.write()).isEqualTo(written);
  }

  @Test
  void attempt_thatWasGivenUpBeginsAnewWithItsBody() {
    AnnouncedMessage message = message(Optional.empty());
    DeliveryAttempt failed =
        DeliveryAttempt.first(QUEUE, TO, message, true).again(POSTED, "answered 500");

    String kept =
        failed.about(message.with(StoredBody.of("\"body\""))).writeGivenUp(POSTED, "timed out");

    assertThat(Json.parse(kept).path("failures").asInt()).isEqualTo(2);
    assertThat(Json.parse(kept).path("given_up").asText()).isEqualTo(POSTED.toString());
    assertThat(Json.parse(kept).path("last_error").asText()).isEqualTo("timed out");
    DeliveryAttempt again = DeliveryAttempt.read(Json.parse(kept));
    assertThat(again.failures()).isZero();
    assertThat(again.isSlow()).isTrue();
    assertThat(((AnnouncedMessage) again.content()).body().orElseThrow().text())
        .isEqualTo("\"body\"");
  }

  @Test
  void confirmation_comesAsItWasAsked() {
    Confirmation question =
        new Confirmation(
            Confirmation.Kind.UNSUBSCRIBE, POSTED, POSTED.plusSeconds(60), "https://a.example");
    DeliveryAttempt attempt = DeliveryAttempt.first(QUEUE, TO, question, false);

    assertThat(DeliveryAttempt.read(Json.parse(attempt.write()))).isEqualTo(attempt);
    assertThat(question.key()).matches("[A-Za-z0-9-]+");
    assertThat(attempt.due()).isEqualTo(POSTED);
  }

  @Test
  void bulkhead_holdsSoManyAndNoMore() {
    Bulkhead<SubscriptionId> bulkhead = new Bulkhead<>(2);
    assertThat(bulkhead.enter(TO)).isTrue();
    assertThat(bulkhead.enter(TO)).isTrue();
    assertThat(bulkhead.enter(TO)).isFalse();
    assertThat(bulkhead.enter(new SubscriptionId(new Ulid(9, 9)))).as("another's").isTrue();

    bulkhead.leave(TO);

    assertThat(bulkhead.enter(TO)).isTrue();
    assertThat(bulkhead.enter(TO)).isFalse();
  }
}
