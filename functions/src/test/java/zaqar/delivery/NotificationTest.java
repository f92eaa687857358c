// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.names.QueueName;

/** Contract 9.2. */
class NotificationTest {
  private static Notification of(String body, Optional<Duration> delay) {
    return new Notification(new QueueName("q"), body, Duration.ofSeconds(300), delay);
  }

  @Test
  void document_hasTheOriginalsMembers() {
    assertThat(of("{\"event\": 1}", Optional.empty()).document())
        .isEqualTo(
            "{\"body\":{\"event\": 1},\"ttl\":300,\"queue_name\":\"q\",\"Message_Type\":\"Notification\"}");
  }

  @Test
  void document_saysTheDelayWhereQueuesHaveOne() {
    assertThat(of("1", Optional.of(Duration.ZERO)).document()).contains("\"delay\":0,");
    assertThat(of("1", Optional.of(Duration.ofSeconds(7))).document()).contains("\"delay\":7,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{ \"a\" : 1.10,\"a\":2 }", "null", "\"\"", "1e400", "\"é \\ud800\"", "\"😀\""})
  void body_isWhatWasPosted(String body) {
    assertThat(of(body, Optional.empty()).document()).startsWith("{\"body\":" + body + ",\"ttl\"");
  }
}
