// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.messages.SampleMessages.ID;
import static zaqar.messages.SampleMessages.POSTED;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.names.ClaimId;
import zaqar.names.QueueName;

/** Contract 2.8. */
class MessageViewTest {
  private static final MessageView PLAIN = new MessageView(false);
  private static final MessageView CHECKED = new MessageView(true);
  private static final QueueName QUEUE = new QueueName("q");
  private static final Instant NOW = POSTED.plusMillis(7999);
  private static final ClaimId CLAIM = new ClaimId(Ulid.min(1));
  private static final String HREF = "/v2/queues/q/messages/" + ID;

  private static Message free(String body) {
    return SampleMessages.free(Duration.ofSeconds(60), body);
  }

  @Test
  void message_isShownWithTheseFieldsAndNoOthers() {
    assertThat(Json.write(PLAIN.show(QUEUE, free("{\"event\": 1}"), NOW)))
        .isEqualTo(
            "{\"id\":\"%s\",\"href\":\"%s\",\"ttl\":60,\"age\":7,\"body\":{\"event\": 1}}"
                .formatted(ID, HREF));
  }

  @Test
  void message_thatWasPoppedHasNoHref() {
    assertThat(Json.write(PLAIN.showPopped(free("[]"), NOW)))
        .isEqualTo(
            "{\"id\":\"%s\",\"age\":7,\"ttl\":60,\"claim_id\":null,\"claim_count\":0,\"body\":[]}"
                .formatted(ID));
  }

  @Test
  void checksum_isAddedWhereEnabled() {
    String checksum = "MD5:c10422e45195f8253abeeecf37636f83";
    Message message = free("{\"a\":\"é\",  \"b\":[1,2.50]}");

    assertThat(CHECKED.show(QUEUE, message, NOW).get("checksum").textValue()).isEqualTo(checksum);
    assertThat(CHECKED.show(QUEUE, message, NOW).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "href", "ttl", "age", "body", "checksum");
    assertThat(CHECKED.showPopped(message, NOW).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id", "age", "ttl", "body", "claim_id", "claim_count", "checksum");
  }

  @Test
  void checksum_isAddedToAllBodiesButNull() {
    assertThat(CHECKED.show(QUEUE, free("0"), NOW).get("checksum").textValue())
        .isEqualTo("MD5:cfcd208495d565ef66e7dff9f98764da");
    assertThat(CHECKED.show(QUEUE, free("null"), NOW).has("checksum")).isFalse();
  }

  @Test
  void href_namesTheClaimAsLongAsItHolds() {
    Message message = SampleMessages.claimed(CLAIM, NOW.plusMillis(1), "1");

    assertThat(PLAIN.show(QUEUE, message, NOW).get("href").textValue())
        .isEqualTo(HREF + "?claim_id=" + CLAIM);
    assertThat(PLAIN.show(QUEUE, message, NOW.plusMillis(1)).get("href").textValue())
        .isEqualTo(HREF);
  }

  @Test
  void details_areAddedForThoseWhoAsk() {
    assertThat(Json.write(PLAIN.show(QUEUE, free("1"), NOW, true)))
        .endsWith(
            "\"body\":1,\"claimed_until\":null,\"claim_count\":0,"
                + "\"available_at\":\"2026-01-01T00:00:00Z\",\"request_id\":null}");
    Message claimed = SampleMessages.claimed(CLAIM, NOW.plusMillis(1), "1");
    assertThat(Json.write(PLAIN.show(QUEUE, claimed, NOW, true)))
        .contains("\"claimed_until\":\"2026-01-01T00:00:08Z\",\"claim_count\":1");
    assertThat(PLAIN.show(QUEUE, claimed, NOW, false)).isEqualTo(PLAIN.show(QUEUE, claimed, NOW));
  }

  @Test
  void age_isNeverNegative() {
    assertThat(PLAIN.show(QUEUE, free("1"), POSTED.minusSeconds(5)).get("age").intValue()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ \"a\" : 1.10,\"a\":2 }",
        "null",
        "\"\"",
        "NaN",
        "1e400",
        "\"é \\ud800\"",
        "-0.0"
      })
  void body_goesOutAsItCameIn(String body) {
    assertThat(Json.write(PLAIN.show(QUEUE, free(body), NOW))).endsWith("\"body\":" + body + "}");
    assertThat(Json.write(PLAIN.showPopped(free(body), NOW))).endsWith("\"body\":" + body + "}");
  }
}
