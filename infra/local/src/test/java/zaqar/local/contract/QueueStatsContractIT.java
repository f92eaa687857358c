// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counting the messages of a queue (contract 4.2, stats). */
@Against(DEFAULTS)
class QueueStatsContractIT {
  private static final JsonNode NOTHING =
      Json.of("{'claimed': 0, 'free': 0, 'delayed': 0, 'total': 0}");

  private final Zaqar zaqar;
  private final Queue queue;

  QueueStatsContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  @Test
  void stats_ofAnEmptyQueueAreThreeZeros() {
    queue.create();

    assertThat(zaqar.get(queue.path("/stats")).expect(200).json())
        .isEqualTo(Json.of("{'messages': {'claimed': 0, 'free': 0, 'delayed': 0, 'total': 0}}"));
  }

  @Test
  void stats_ofAQueueThatNeverWasOrIsGoneAre200() {
    assertThat(queue.stats()).isEqualTo(NOTHING);
    queue.postNumbers(1);
    zaqar.delete(queue.path()).expect(204);
    assertThat(queue.stats()).isEqualTo(NOTHING);
  }

  @Test
  void stats_doNotCreateTheQueue() {
    queue.stats();

    zaqar.put(queue.path()).expect(201);
  }

  @Test
  void stats_countFreeAndClaimed() {
    queue.postNumbers(5);
    assertCounts(0, 5);

    Claim claim = queue.claim("?limit=2", "{}");
    assertCounts(2, 3);

    zaqar.delete(claim.messages().at("/0/href").asText()).expect(204);
    assertCounts(1, 3);
    claim.release();
    assertCounts(0, 4);
    queue.pop(4).expect(200);
    assertCounts(0, 0);
  }

  private void assertCounts(int claimed, int free) {
    JsonNode stats = queue.stats();
    assertThat(stats.path("claimed").intValue()).isEqualTo(claimed);
    assertThat(stats.path("free").intValue()).isEqualTo(free);
    assertThat(stats.path("total").intValue()).isEqualTo(claimed + free);
    assertThat(stats.has("oldest")).isEqualTo(claimed + free > 0);
    assertThat(stats.has("newest")).isEqualTo(claimed + free > 0);
  }

  @Test
  void ends_areClaimedMessagesToo() {
    List<String> ids = queue.postNumbers(3);
    queue.claim();

    assertThat(queue.stats().at("/oldest/href").asText())
        .isEqualTo(queue.path("/messages/" + ids.get(0)));
    assertThat(queue.stats().at("/newest/href").asText())
        .isEqualTo(queue.path("/messages/" + ids.get(2)));
  }

  @Test
  void ends_ofOneMessageAreTheSame() {
    queue.postNumbers(1);

    assertThat(queue.stats().path("oldest").path("href"))
        .isEqualTo(queue.stats().path("newest").path("href"));
  }

  @Test
  void delayedMessages_areNotFree() {
    queue.create("{'_default_message_delay': 900}");
    List<String> ids = queue.postNumbers(2);
    queue.post("{'body': 'now', 'delay': 0}");

    assertThat(queue.stats().path("delayed").intValue()).isEqualTo(2);
    assertThat(queue.stats().path("free").intValue()).isEqualTo(1);
    assertThat(queue.stats().path("total").intValue()).isEqualTo(3);
    assertThat(queue.stats().at("/oldest/href").asText())
        .isEqualTo(queue.path("/messages/" + ids.get(0)));
  }

  @Test
  void stats_areOfTheCallersProject() {
    queue.postNumbers(3);

    assertThat(queue.by(zaqar.otherProject()).stats()).isEqualTo(NOTHING);
  }
}
