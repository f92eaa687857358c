// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import zaqar.local.service.Instance.Reply;

/** What clients do with messages, once they are posted. */
final class MessageActions {
  private MessageActions() {}

  /** Reads a page. */
  record Read(int reader, int limit) implements Action {
    @Override
    public void run(Session session) {
      session.reader(reader).read(session, limit);
    }
  }

  /** Asks for one message. */
  record Show(int message) implements Action {
    @Override
    public void run(Session session) {
      String id = session.message(message);
      Reply reply = session.send("GET", "/messages/" + id, "");
      boolean exists = session.queue().find(id, session.now()).isPresent();
      assertThat(reply.status()).isEqualTo(exists ? 200 : 404);
      if (exists) {
        Shown.message(reply.body(), session.queue(), session.now());
      }
    }
  }

  /** Asks for some messages. */
  record ShowMany(List<Integer> messages) implements Action {
    @Override
    public void run(Session session) {
      Set<String> ids = ids(session, messages);
      Reply reply = session.send("GET", "/messages?ids=" + String.join(",", ids), "");
      List<Message> found =
          ids.stream().flatMap(id -> session.queue().find(id, session.now()).stream()).toList();
      assertThat(reply.status()).isEqualTo(found.isEmpty() ? 404 : 200);
      assertThat(Shown.messages(reply.body().path("messages"), session.queue(), session.now()))
          .isEqualTo(found);
    }
  }

  /** Which claim a deletion names. */
  enum By {
    NONE,
    HOLDER,
    ANOTHER,
    NONSENSE
  }

  /** Deletes one message. */
  record Delete(int message, By by, int claim) implements Action {
    @Override
    public void run(Session session) {
      String id = session.message(message);
      String named =
          switch (by) {
            case NONE -> "";
            case HOLDER ->
                session.queue().find(id, session.now()).map(m -> m.claim).orElse("nonsense");
            case ANOTHER -> session.claim(claim);
            case NONSENSE -> "nonsense";
          };
      String query = named.isEmpty() ? "" : "?claim_id=" + named;
      Reply reply = session.send("DELETE", "/messages/" + id + query, "");
      assertThat(reply.status()).isEqualTo(session.queue().delete(id, named, session.now()));
    }
  }

  /** Deletes messages whoever holds them. */
  record DeleteMany(List<Integer> messages) implements Action {
    @Override
    public void run(Session session) {
      Set<String> ids = ids(session, messages);
      Reply reply = session.send("DELETE", "/messages?ids=" + String.join(",", ids), "");
      assertThat(reply.status()).isEqualTo(204);
      session.queue().deleteAll(ids);
    }
  }

  /** Pops messages. */
  record Pop(int count) implements Action {
    @Override
    public void run(Session session) {
      List<Message> available = session.queue().available(session.now());
      Reply reply = session.sendOnce(0, "DELETE", "/messages?pop=" + count, "");
      if (session.isLossy()) {
        Everything.clearAway(available, session, true);
        return;
      }
      assertThat(reply.status()).isEqualTo(200);
      assertThat(Shown.messages(reply.body().get("messages"), session.queue(), session.now()))
          .isEqualTo(session.queue().pop(count, session.now()));
    }
  }

  private static Set<String> ids(Session session, List<Integer> messages) {
    return messages.stream()
        .map(session::message)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
