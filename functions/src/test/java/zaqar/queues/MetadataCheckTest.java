// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.names.QueueName;
import zaqar.settings.TemplateVariables;

/** Contract 4.1. */
class MetadataCheckTest {
  private static final MetadataCheck CHECK =
      new MetadataCheck(TemplateVariables.settings().limits(), true);

  private static Optional<String> fault(String metadata) {
    return CHECK.fault(new QueueName("q"), (ObjectNode) Json.parse(metadata));
  }

  private static Optional<String> fault(String key, String value) {
    return fault("{\"" + key + "\":" + value + "}");
  }

  @Test
  void flavor_isAName() {
    assertThat(fault("_flavor", "\"gold\"")).isEmpty();
    assertThat(fault("_flavor", "\"\"")).isEmpty();
    assertThat(fault("_flavor", "[1]")).contains("_flavor must be the name of a flavor.");
  }

  @Test
  void metadata_thatIsNotReservedIsFree() {
    assertThat(fault("{}")).isEmpty();
    assertThat(fault("{\"\":0,\"_x\":{\"_shards\":-1},\"é\":null}")).isEmpty();
  }

  @Test
  void null_isAlwaysFine() {
    for (String key : ReservedMetadata.ALWAYS_SHOWN) {
      assertThat(fault(key, "null")).isEmpty();
    }
    assertThat(fault("_retry_policy", "null")).isEmpty();
    assertThat(fault("_shards", "null")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "_default_message_ttl, 60, 1209600",
    "_max_messages_post_size, 1, 262144",
    "_default_message_delay, 0, 900",
    "_dead_letter_queue_messages_ttl, 60, 1209600",
    "_shards, 1, 64"
  })
  void number_liesWithinItsRange(String key, long least, long most) {
    assertThat(fault(key, Long.toString(least))).isEmpty();
    assertThat(fault(key, Long.toString(most))).isEmpty();
    assertThat(fault(key, Long.toString(least - 1)))
        .hasValueSatisfying(f -> assertThat(f).contains(key));
    assertThat(fault(key, Long.toString(most + 1)))
        .hasValueSatisfying(f -> assertThat(f).contains(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_default_message_ttl",
        "_max_messages_post_size",
        "_default_message_delay",
        "_dead_letter_queue_messages_ttl",
        "_max_claim_count",
        "_shards"
      })
  void number_isAnInteger(String key) {
    for (String value : new String[] {"\"123\"", "\"\"", "[]", "{}", "100.0"}) {
      assertThat(fault(key, value)).as(value).contains(key + " must be an integer.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1", "9223372036854775807"})
  void maxClaimCount_hasNoRange(String value) {
    assertThat(fault("_max_claim_count", value)).isEmpty();
  }

  @Test
  void deadLetterQueue_isTheNameOfAnotherQueue() {
    assertThat(fault("_dead_letter_queue", "\"dead.letters\"")).isEmpty();
    assertThat(fault("_dead_letter_queue", "\"q\"")).isPresent();
    for (String value : new String[] {"1", "[]", "\"\"", "\"a b\"", "\"" + "q".repeat(65) + "\""}) {
      assertThat(fault("_dead_letter_queue", value)).as(value).isPresent();
    }
  }

  @Test
  void encryption_isABoolean() {
    assertThat(fault("_enable_encrypt_messages", "false")).isEmpty();
    assertThat(fault("_enable_encrypt_messages", "true")).isEmpty();
    assertThat(fault("_enable_encrypt_messages", "0")).isPresent();
  }

  @Test
  void encryption_withoutAKeyCannotBeHad() {
    MetadataCheck check = new MetadataCheck(TemplateVariables.settings().limits(), false);
    ObjectNode metadata = Json.object().put("_enable_encrypt_messages", true);

    assertThat(check.fault(new QueueName("q"), metadata))
        .contains(
            "_enable_encrypt_messages cannot be true: this service was given no key to encrypt"
                + " with.");
    assertThat(check.fault(new QueueName("q"), metadata.put("_enable_encrypt_messages", false)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"minimum_delay\":40,\"maximum_delay\":50}",
        "{\"retry_backoff_function\":\"geometric\",\"ignore_subscription_override\":true}",
        "{\"retries_with_no_delay\":3,\"minimum_delay_retries\":null,\"unknown\":\"x\"}"
      })
  void retryPolicy_isAnObject(String policy) {
    assertThat(fault("_retry_policy", policy)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "[1]",
        "\"x\"",
        "{\"minimum_delay\":41,\"maximum_delay\":50}",
        "{\"minimum_delay\":50,\"maximum_delay\":40}",
        "{\"minimum_delay\":21}",
        "{\"maximum_delay\":14}",
        "{\"maximum_delay\":86401}",
        "{\"minimum_delay\":-1}",
        "{\"maximum_delay_retries\":\"3\"}",
        "{\"retries_with_no_delay\":1.5}",
        "{\"retry_backoff_function\":\"sudden\"}",
        "{\"retry_backoff_function\":1}",
        "{\"ignore_subscription_override\":\"yes\"}"
      })
  void retryPolicy_thatMakesNoSenseIsNamed(String policy) {
    assertThat(fault("_retry_policy", policy))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("_retry_policy "));
  }
}
