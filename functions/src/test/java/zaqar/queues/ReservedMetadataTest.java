// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.names.QueueName;
import zaqar.settings.Limits;
import zaqar.settings.TemplateVariables;

/** Contract 4.1. */
class ReservedMetadataTest {
  private static final Limits LIMITS = TemplateVariables.settings().limits();
  private static final String DEFAULTS =
      """
      {"_default_message_ttl":3600, "_max_messages_post_size":262144, "_default_message_delay":0,
       "_dead_letter_queue":null, "_dead_letter_queue_messages_ttl":null, "_max_claim_count":null,
       "_enable_encrypt_messages":false}
      """;

  private static ReservedMetadata read(String metadata) {
    return ReservedMetadata.read(Json.parse(metadata), LIMITS);
  }

  /** Read back, so that numbers are compared as clients see them. */
  private static JsonNode shown(String metadata) {
    return Json.parse(
        Json.write(ReservedMetadata.shown((ObjectNode) Json.parse(metadata), LIMITS)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        DEFAULTS,
        "{\"_default_message_ttl\":null,\"_max_messages_post_size\":null,\"_default_message_delay\":null}"
      })
  void metadata_thatSayNothingLeadToTheDefaults(String metadata) {
    assertThat(read(metadata))
        .isEqualTo(
            new ReservedMetadata(
                Duration.ofHours(1), 262144, Duration.ZERO, Optional.empty(), false, false));
    assertThat(read(metadata).delays()).isFalse();
    assertThat(shown(metadata)).isEqualTo(Json.parse(DEFAULTS));
  }

  @Test
  void metadata_decideHowTheQueueBehaves() {
    ReservedMetadata reserved =
        read(
            """
            {"_default_message_ttl":999, "_max_messages_post_size":1023, "_default_message_delay":1,
             "_enable_encrypt_messages":true}
            """);

    assertThat(reserved)
        .isEqualTo(
            new ReservedMetadata(
                Duration.ofSeconds(999),
                1023,
                Duration.ofSeconds(1),
                Optional.empty(),
                true,
                false));
    assertThat(reserved.delays()).isTrue();
  }

  @Test
  void postSize_isNeverAboveTheServices() {
    assertThat(read("{\"_max_messages_post_size\":262145}").maxMessagesPostSize())
        .isEqualTo(262144);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"_max_claim_count\":2}",
        "{\"_dead_letter_queue\":\"dead\"}",
        "{\"_max_claim_count\":null,\"_dead_letter_queue\":\"dead\"}",
        "{\"_max_claim_count\":2,\"_dead_letter_queue\":null}"
      })
  void deadLetters_needBothACountAndAQueue(String metadata) {
    assertThat(read(metadata).deadLetters()).isEmpty();
  }

  @Test
  void deadLetters_mayHaveATtlOfTheirOwn() {
    String both = "{\"_max_claim_count\":0,\"_dead_letter_queue\":\"dead\"";

    assertThat(read(both + "}").deadLetters())
        .contains(new ReservedMetadata.DeadLetters(0, new QueueName("dead"), Optional.empty()));
    assertThat(read(both + ",\"_dead_letter_queue_messages_ttl\":7799}").deadLetters())
        .contains(
            new ReservedMetadata.DeadLetters(
                0, new QueueName("dead"), Optional.of(Duration.ofSeconds(7799))));
  }

  @Test
  void shown_addsDefaultsToWhatIsSet() {
    JsonNode shown =
        shown("{\"k\":[1],\"_default_message_ttl\":600,\"_max_claim_count\":0,\"_flavor\":\"f\"}");

    ObjectNode expected = (ObjectNode) Json.parse(DEFAULTS);
    expected.put("_default_message_ttl", 600).put("_flavor", "f").putArray("k").add(1);
    assertThat(shown).as("a count of 0 is shown as null").isEqualTo(expected);
  }

  @Test
  void extract_keepsWhatDecidesAndNothingElse() {
    ObjectNode metadata =
        (ObjectNode)
            Json.parse(
                "{\"k\":1,\"_flavor\":\"f\",\"_default_message_ttl\":600,\"_max_claim_count\":2,"
                    + "\"_enable_encrypt_messages\":true}");

    assertThat(Json.write(ReservedMetadata.extract(metadata)))
        .isEqualTo(
            "{\"_default_message_ttl\":600,\"_max_claim_count\":2,"
                + "\"_enable_encrypt_messages\":true}");
    assertThat(read(Json.write(ReservedMetadata.extract(metadata))))
        .isEqualTo(read(Json.write(metadata)));
  }
}
