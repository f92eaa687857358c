// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zaqar.http.Requests.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.http.Json;
import zaqar.http.Problem;
import zaqar.names.QueueName;

/** Contract 4.2, listing. */
class MetadataFilterTest {
  private static final Queue QUEUE =
      new Queue(
          new QueueName("queue.1"),
          (ObjectNode)
              Json.parse(
                  """
                  {"node":34, "text":"34", "word":"blue", "big":9223372036854775807, "flag":true,
                   "float":1.0, "nested":{"deep":{"k":"v"}}, "a.b":"dotted", "_default_message_ttl":60}
                  """),
          1);

  private static boolean admits(String... namesAndValues) {
    return MetadataFilter.from(query(namesAndValues)).admits(QUEUE);
  }

  @Test
  void filter_ofNothingAdmitsAll() {
    assertThat(admits()).isTrue();
    assertThat(admits("limit", "1", "marker", "z,z", "detailed", "true", "with_count", "true"))
        .as("the listing's own parameters")
        .isTrue();
    assertThat(admits("node", "")).as("empty values count as absent").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "queue, true",
    "ue.1, true",
    "ue-1, false",
    "Queue, false",
    "[, false",
    "queue?1, false"
  })
  void name_isAnyPartAndNoPattern(String name, boolean admitted) {
    assertThat(admits("name", name)).isEqualTo(admitted);
  }

  @ParameterizedTest
  @CsvSource({
    "node, 34, true",
    "node, +34, true",
    "node, 035, false",
    "node, blue, false",
    "text, 34, false",
    "word, blue, true",
    "word, Blue, false",
    "big, 9223372036854775807, true",
    "big, 99999999999999999999, false",
    "flag, true, false",
    "float, 1, false",
    "nested.deep.k, v, true",
    "nested.deep, v, false",
    "nested.k, v, false",
    "a.b, dotted, true",
    "_default_message_ttl, 60, true",
    "_max_messages_post_size, 262144, false",
    "limt, 5, false"
  })
  void metadata_areComparedAsStored(String key, String value, boolean admitted) {
    assertThat(admits(key, value)).isEqualTo(admitted);
  }

  @Test
  void conditions_allHold() {
    assertThat(admits("name", "queue", "node", "34", "word", "blue")).isTrue();
    assertThat(admits("name", "queue", "node", "34", "word", "red")).isFalse();
    assertThat(admits("name", "other", "node", "34")).isFalse();
  }

  @Test
  void condition_withTwoValuesIsABadRequest() {
    assertThatThrownBy(() -> admits("node", "34", "node", "35"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
    assertThatThrownBy(() -> admits("node", "34,35"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
  }

  @Test
  void parameters_leadToTheSameFilter() {
    MetadataFilter filter = MetadataFilter.from(query("limit", "2", "name", "q", "node", "34"));

    assertThat(filter.parameters()).isEqualTo(Map.of("name", "q", "node", "34"));
  }
}
