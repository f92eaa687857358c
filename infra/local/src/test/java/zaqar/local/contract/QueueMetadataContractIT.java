// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reserved keys of queue metadata: what they may hold, and what they do (contract 4.1). */
@Against(DEFAULTS)
class QueueMetadataContractIT {
  private final Zaqar zaqar;
  private final Queue queue;

  QueueMetadataContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'_default_message_ttl': 60",
        "'_default_message_ttl': 1209600",
        "'_max_messages_post_size': 1",
        "'_max_messages_post_size': 262144",
        "'_default_message_delay': 0",
        "'_default_message_delay': 900",
        "'_max_claim_count': 1",
        "'_max_claim_count': -5",
        "'_max_claim_count': 9223372036854775807",
        "'_dead_letter_queue': 'graveyard'",
        "'_dead_letter_queue_messages_ttl': 60",
        "'_dead_letter_queue_messages_ttl': 1209600",
        "'_enable_encrypt_messages': false",
        "'_flavor': ''",
        "'_retry_policy': {}",
        "'_retry_policy': {'minimum_delay': 40, 'maximum_delay': 50}",
        "'_retry_policy': {'retry_backoff_function': 'exponential', 'unknown': 'x'}",
        "'_retry_policy': {'retries_with_no_delay': 1, 'ignore_subscription_override': true}",
      })
  void value_withinItsLimitsIsKept(String member) {
    queue.create("{" + member + "}");

    String key = Json.names(Json.of("{" + member + "}")).getFirst();
    JsonNode value = Json.of("{" + member + "}").get(key);
    assertThat(queue.metadata().get(key)).isEqualTo(value);
    queue.patch("[" + setting(member) + "]").expect(200);
    assertThat(queue.metadata().get(key)).isEqualTo(value);
  }

  @Test
  void flavor_thatNobodyHasIsRefused() {
    queue.put("{'_flavor': 'vanilla'}").refused(400, "Invalid API request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'_default_message_ttl': 59",
        "'_default_message_ttl': 0",
        "'_default_message_ttl': -1",
        "'_default_message_ttl': 1209601",
        "'_default_message_ttl': '3600'",
        "'_default_message_ttl': 60.0",
        "'_default_message_ttl': ''",
        "'_default_message_ttl': []",
        "'_default_message_ttl': {}",
        "'_default_message_ttl': true",
        "'_max_messages_post_size': 0",
        "'_max_messages_post_size': -1",
        "'_max_messages_post_size': 262145",
        "'_max_messages_post_size': '1'",
        "'_max_messages_post_size': ''",
        "'_max_messages_post_size': []",
        "'_default_message_delay': -1",
        "'_default_message_delay': 901",
        "'_default_message_delay': '0'",
        "'_default_message_delay': ''",
        "'_default_message_delay': []",
        "'_dead_letter_queue_messages_ttl': 0",
        "'_dead_letter_queue_messages_ttl': 59",
        "'_dead_letter_queue_messages_ttl': 1209601",
        "'_dead_letter_queue_messages_ttl': '123'",
        "'_dead_letter_queue_messages_ttl': ''",
        "'_dead_letter_queue_messages_ttl': []",
        "'_max_claim_count': '123'",
        "'_max_claim_count': ''",
        "'_max_claim_count': []",
        "'_max_claim_count': 1.5",
        "'_dead_letter_queue': 5",
        "'_dead_letter_queue': ['graveyard']",
        "'_dead_letter_queue': ''",
        "'_dead_letter_queue': 'no such n@me'",
        "'_enable_encrypt_messages': 'yes'",
        "'_enable_encrypt_messages': 1",
        "'_retry_policy': 'often'",
        "'_retry_policy': [1]",
        "'_retry_policy': {'minimum_delay': '5'}",
        "'_retry_policy': {'retries_with_no_delay': 1.5}",
        "'_retry_policy': {'maximum_delay_retries': [1]}",
        "'_retry_policy': {'retry_backoff_function': 'cubic'}",
        "'_retry_policy': {'retry_backoff_function': 5}",
        "'_retry_policy': {'ignore_subscription_override': 'yes'}",
        "'_retry_policy': {'minimum_delay': 50, 'maximum_delay': 40}",
        "'_retry_policy': {'minimum_delay': 41, 'maximum_delay': 50}",
        "'_retry_policy': {'minimum_delay': 25}",
      })
  void value_outsideItsLimitsIsRefused(String member) {
    queue.put("{" + member + "}").refused(400, "Invalid API request");
    queue.create();
    queue.patch("[" + setting(member) + "]").refused(400, "Invalid request body");
  }

  @ParameterizedTest
  @CsvSource({
    "_default_message_ttl, 3600",
    "_max_messages_post_size, 262144",
    "_default_message_delay, 0",
    "_max_claim_count, null",
    "_dead_letter_queue, null",
    "_dead_letter_queue_messages_ttl, null",
    "_enable_encrypt_messages, false",
  })
  void value_ofNullReadsAsTheDefault(String key, String shown) {
    queue.create("{'" + key + "': null}");

    assertThat(queue.metadata().get(key)).isEqualTo(Json.of(shown));
    queue.patch("[" + setting("'" + key + "': null") + "]").expect(200);
    assertThat(queue.metadata().get(key)).isEqualTo(Json.of(shown));
  }

  @Test
  void maxClaimCount_ofZeroReadsAsNull() {
    queue.create("{'_max_claim_count': 0}");

    assertThat(queue.metadata().get("_max_claim_count").isNull()).isTrue();
  }

  @Test
  void flavorAndRetryPolicy_areNotShownUnlessSet() {
    queue.create();

    assertThat(Json.names(queue.metadata())).doesNotContain("_flavor", "_retry_policy");
  }

  @Test
  void deadLetterQueue_isNeverTheQueueItself() {
    queue.put("{'_dead_letter_queue': '" + queue.name() + "'}").refused(400, "Invalid API request");
    queue.create();
    queue
        .patch("[" + setting("'_dead_letter_queue': '" + queue.name() + "'") + "]")
        .refused(400, "Invalid request body");
  }

  @Test
  void defaultMessageTtl_isTheTtlOfMessagesWithoutOne() {
    queue.create("{'_default_message_ttl': 999}");
    queue.post("{'body': 1}", "{'body': 2, 'ttl': 60}");

    assertThat(Json.texts(queue.list("?echo=true"), "ttl")).containsExactly("999", "60");
  }

  @Test
  void defaultMessageTtl_changesAtOnce() {
    queue.create("{'_default_message_ttl': 999}");
    queue.post("{'body': 1}");
    queue.patch("[" + setting("'_default_message_ttl': 888") + "]").expect(200);
    queue.post("{'body': 2}");

    assertThat(Json.texts(queue.list("?echo=true"), "ttl")).containsExactly("999", "888");
  }

  @Test
  void maxMessagesPostSize_boundsTheWholeBody() {
    queue.create("{'_max_messages_post_size': 1023}");
    String document = "{'messages': [{'body': ''}]}";

    queue.postDocument(document + " ".repeat(1023 - document.length())).expect(201);
    queue
        .postDocument(document + " ".repeat(1024 - document.length()))
        .refused(400, "Invalid API request");
    queue
        .postDocument("{'messages': [{'body': '" + "x".repeat(1200) + "'}]}")
        .refused(400, "Invalid API request");
  }

  @Test
  void metadata_keepsWhatUtf8CannotCarry() {
    queue.create("{'half': '\\ud800', 'accent': '\u00e9'}");

    JsonNode shown = queue.metadata();

    assertThat(shown.get("half").asText()).isEqualTo("\ud800");
    assertThat(shown.get("accent").asText()).isEqualTo("\u00e9");
  }

  @Test
  void metadata_isOfThisQueueAlone() {
    queue.create("{'_default_message_ttl': 999}");
    Queue other = zaqar.queue();
    other.post("{'body': 1}");

    assertThat(Json.texts(other.list("?echo=true"), "ttl")).containsExactly("3600");
  }

  /** The operation that sets a member given as {@code 'key': value}. */
  private static String setting(String member) {
    String[] parts = member.split(": ", 2);
    String key = parts[0].replace("'", "");
    return "{'op': 'add', 'path': '/metadata/" + key + "', 'value': " + parts[1] + "}";
  }
}
