// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JSON patch does to the metadata of a queue (contract 4.2, PATCH). */
@Against(DEFAULTS)
class QueuePatchContractIT {
  private final Queue queue;

  QueuePatchContractIT(Zaqar zaqar) {
    queue = zaqar.queue();
  }

  @Test
  void patch_answersAllMetadata() {
    queue.create("{'kept': 1}");
    JsonNode answer =
        queue
            .patch(
                """
                [{'op': 'add', 'path': '/metadata/_max_claim_count', 'value': 2},
                 {'op': 'add', 'path': '/metadata/_dead_letter_queue_messages_ttl', 'value': 7799}]
                """)
            .expect(200)
            .json();

    assertThat(answer)
        .isEqualTo(
            Json.of(
                """
                {'kept': 1, '_default_message_ttl': 3600, '_max_messages_post_size': 262144,
                 '_default_message_delay': 0, '_max_claim_count': 2, '_dead_letter_queue': null,
                 '_dead_letter_queue_messages_ttl': 7799, '_enable_encrypt_messages': false}
                """));
    assertThat(queue.metadata()).isEqualTo(answer);
  }

  @Test
  void patch_ofNothingIsFine() {
    queue.create("{'colour': 'blue'}");

    assertThat(queue.patch("[]").expect(200).json()).isEqualTo(queue.metadata());
  }

  @Test
  void add_setsAndOverwrites() {
    queue.create("{'old': 1}");
    queue
        .patch(
            """
            [{'op': 'add', 'path': '/metadata/old', 'value': {'a': [1]}},
             {'op': 'add', 'path': '/metadata/new', 'value': null},
             {'op': 'add', 'path': '/metadata/_x', 'value': '', 'unknown': 1}]
            """)
        .expect(200);

    assertThat(queue.metadata().path("old")).isEqualTo(Json.of("{'a': [1]}"));
    assertThat(queue.metadata().path("new").isNull()).isTrue();
    assertThat(queue.metadata().path("_x").asText()).isEmpty();
  }

  @Test
  void replace_setsWhatIsStoredOrReserved() {
    queue.create("{'colour': 'blue'}");
    queue
        .patch(
            """
            [{'op': 'replace', 'path': '/metadata/colour', 'value': 'red'},
             {'op': 'replace', 'path': '/metadata/_default_message_ttl', 'value': 300}]
            """)
        .expect(200);

    assertThat(queue.metadata().path("colour").asText()).isEqualTo("red");
    assertThat(queue.metadata().path("_default_message_ttl").intValue()).isEqualTo(300);
  }

  @Test
  void remove_bringsDefaultsBack() {
    queue.create("{'colour': 'blue', '_default_message_ttl': 300}");
    queue
        .patch(
            """
            [{'op': 'remove', 'path': '/metadata/colour'},
             {'op': 'remove', 'path': '/metadata/_default_message_ttl'}]
            """)
        .expect(200);

    assertThat(queue.metadata().has("colour")).isFalse();
    assertThat(queue.metadata().path("_default_message_ttl").intValue()).isEqualTo(3600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_default_message_ttl",
        "_max_messages_post_size",
        "_default_message_delay",
        "_max_claim_count",
        "_dead_letter_queue",
        "_dead_letter_queue_messages_ttl",
        "_enable_encrypt_messages",
      })
  void remove_ofAReservedKeyThatIsUnsetDoesNothing(String key) {
    queue.create();
    JsonNode before = queue.metadata();

    queue.patch("[{'op': 'remove', 'path': '/metadata/" + key + "'}]").expect(200);

    assertThat(queue.metadata()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op': 'remove', 'path': '/metadata/missing'}",
        "{'op': 'replace', 'path': '/metadata/missing', 'value': 1}",
        "{'op': 'remove', 'path': '/metadata/_flavor'}",
      })
  void conflict_isForKeysThatAreNotThere(String operation) {
    queue.create();
    queue.patch("[" + operation + "]").refused(409, "Resource conflict");
  }

  @Test
  void operations_areAppliedInOrder() {
    queue.create();
    queue
        .patch(
            """
            [{'op': 'add', 'path': '/metadata/k', 'value': 1},
             {'op': 'replace', 'path': '/metadata/k', 'value': 2},
             {'op': 'remove', 'path': '/metadata/k'},
             {'op': 'add', 'path': '/metadata/k', 'value': 3}]
            """)
        .expect(200);
    assertThat(queue.metadata().path("k").intValue()).isEqualTo(3);

    queue
        .patch(
            """
            [{'op': 'remove', 'path': '/metadata/k'},
             {'op': 'replace', 'path': '/metadata/k', 'value': 4}]
            """)
        .refused(409, "Resource conflict");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'op': 'remove', 'path': '/metadata/missing'}                          | 409",
        "{'op': 'add', 'path': '/metadata/_default_message_ttl', 'value': 59}   | 400",
        "{'op': 'test', 'path': '/metadata/k', 'value': 1}                      | 400",
      },
      quoteCharacter = '"')
  void patch_isAllOrNothing(String bad, int status) {
    queue.create("{'k': 1}");
    queue
        .patch("[{'op': 'replace', 'path': '/metadata/k', 'value': 2}, " + bad + "]")
        .expect(status);

    assertThat(queue.metadata().path("k").intValue()).isEqualTo(1);
  }

  @Test
  void size_ofAllMetadataIsAtMost65536Bytes() {
    queue.create("{'a': '" + "x".repeat(40_000) + "'}");
    String second = "[{'op': 'add', 'path': '/metadata/b', 'value': '" + "x".repeat(40_000) + "'}]";

    queue.patch(second).refused(400, "Invalid request body");
    assertThat(queue.metadata().has("b")).isFalse();
    queue.patch("[{'op': 'remove', 'path': '/metadata/a'}]").expect(200);
    queue.patch(second).expect(200);
  }

  @Test
  void patch_worksTheWayTheClientLibraryDoesIt() {
    queue.create("{'colour': 'blue'}");
    JsonNode seen = queue.metadata();
    for (String key : Json.names(seen)) {
      String value = seen.get(key).toString().replace('"', '\'');
      queue
          .patch("[{'op': 'replace', 'path': '/metadata/" + key + "', 'value': " + value + "}]")
          .expect(200);
    }
    assertThat(queue.metadata()).isEqualTo(seen);
  }
}
