// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import zaqar.local.service.Instance.Reply;

/** What clients do with queues, and what time does. */
final class QueueActions {
  private QueueActions() {}

  /** Creates the queue, unless it exists. */
  record Create() implements Action {
    @Override
    public void run(Session session) {
      QueueModel queue = session.queue();
      boolean isMain = queue != session.deadLetterQueue();
      Rules rules = isMain ? session.rules() : Rules.NONE;
      Reply reply = session.send("PUT", "", rules.metadata(session.deadLetterQueue().name()));
      boolean created = queue.create(rules);
      boolean mayBeRepeated = session.isLossy() && reply.status() == 204;
      assertThat(reply.status()).isEqualTo(created && !mayBeRepeated ? 201 : 204);
    }
  }

  /** Deletes the queue. */
  record DeleteQueue() implements Action {
    @Override
    public void run(Session session) {
      assertThat(session.send("DELETE", "", "").status()).isEqualTo(204);
      session.queue().delete();
    }
  }

  /** Purges the queue. */
  record Purge() implements Action {
    @Override
    public void run(Session session) {
      assertThat(session.send("POST", "/purge", "").status()).isEqualTo(204);
      session.queue().purge();
    }
  }

  /** Asks for the queue's statistics. */
  record Stats() implements Action {
    @Override
    public void run(Session session) {
      Reply reply = session.send("GET", "/stats", "");
      assertThat(reply.status()).isEqualTo(200);
      JsonNode stats = reply.body().get("messages");
      List<Message> live = session.queue().live(session.now());
      long claimed = live.stream().filter(m -> m.isClaimed(session.now())).count();
      assertThat(stats.get("claimed").asLong()).as("claimed").isEqualTo(claimed);
      long delayed = live.stream().filter(m -> m.isDelayed(session.now())).count();
      assertThat(stats.get("delayed").asLong()).as("delayed").isEqualTo(delayed);
      assertThat(stats.get("free").asLong()).as("free").isEqualTo(live.size() - claimed - delayed);
      assertThat(stats.get("total").asLong()).as("total").isEqualTo(live.size());
      assertThat(stats.has("oldest")).isEqualTo(!live.isEmpty());
      if (!live.isEmpty()) {
        check(stats.get("oldest"), live.getFirst(), session);
        check(stats.get("newest"), live.getLast(), session);
      }
    }

    private static void check(JsonNode shown, Message message, Session session) {
      assertThat(shown.get("href").asText()).endsWith(message.id);
      Shown.assertAge(shown, message.created, session.now());
    }
  }

  /** Reads all messages there are. */
  record Look() implements Action {
    @Override
    public void run(Session session) {
      List<JsonNode> all = Everything.in(session.queue(), session);
      assertThat(Shown.messages(all, session.queue(), session.now()))
          .isEqualTo(session.queue().live(session.now()));
    }
  }

  /** Time passes. */
  record Pass(int seconds) implements Action {
    @Override
    public void run(Session session) {
      session.pass(Duration.ofSeconds(seconds));
    }
  }
}
