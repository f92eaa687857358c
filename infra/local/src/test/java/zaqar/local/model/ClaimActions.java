// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import zaqar.local.service.Instance.Reply;

/** What clients do with claims. */
final class ClaimActions {
  private ClaimActions() {}

  private static String terms(int ttl, int grace) {
    return "{\"ttl\":" + ttl + ",\"grace\":" + grace + "}";
  }

  private static QueueModel.Claim lasting(int ttl, int grace, Instant now) {
    return new QueueModel.Claim(Duration.ofSeconds(ttl), Duration.ofSeconds(grace), now);
  }

  /** Claims messages. */
  record Claim(int limit, int ttl, int grace) implements Action {
    @Override
    public void run(Session session) {
      session.awaitRoomFor(Duration.ofSeconds(ttl));
      QueueModel queue = session.queue();
      Instant now = session.now();
      List<Message> tried = queue.available(now).stream().limit(limit).toList();
      Reply reply = session.sendOnce(0, "POST", "/claims?limit=" + limit, terms(ttl, grace));
      if (session.isLossy()) {
        Everything.clearAway(tried, session, false);
        return;
      }
      String id = reply.status() == 201 ? idIn(reply) : "";
      List<Message> letters = new ArrayList<>();
      List<Message> taken = queue.claim(id, lasting(ttl, grace, now), limit, letters);
      assertThat(reply.status()).isEqualTo(taken.isEmpty() ? 204 : 201);
      assertThat(Shown.messages(reply.body().path("messages"), queue, now)).isEqualTo(taken);
      session.remember(id);
      Everything.bury(letters, session, now);
    }

    private static String idIn(Reply reply) {
      return reply.headers().get("Location").replaceAll(".*/", "");
    }
  }

  /** Asks for a claim. */
  record ShowClaim(int claim) implements Action {
    @Override
    public void run(Session session) {
      String id = session.claim(claim);
      Instant now = session.now();
      List<Message> held = session.queue().held(id, now);
      Reply reply = session.send("GET", "/claims/" + id, "");
      assertThat(reply.status()).isEqualTo(held.isEmpty() ? 404 : 200);
      if (!held.isEmpty()) {
        QueueModel.Claim known = session.queue().claim(id);
        assertThat(reply.body().get("ttl").asLong()).isEqualTo(known.ttl().toSeconds());
        Shown.assertAge(reply.body(), known.since(), now);
        assertThat(Shown.messages(reply.body().get("messages"), session.queue(), now))
            .isEqualTo(held);
      }
    }
  }

  /** Renews a claim. */
  record Renew(int claim, int ttl, int grace) implements Action {
    @Override
    public void run(Session session) {
      session.awaitRoomFor(Duration.ofSeconds(ttl));
      String id = session.claim(claim);
      boolean renewed = session.queue().renew(id, lasting(ttl, grace, session.now()));
      Reply reply = session.send("PATCH", "/claims/" + id, terms(ttl, grace));
      assertThat(reply.status()).isEqualTo(renewed ? 204 : 404);
    }
  }

  /** Releases a claim. */
  record Release(int claim) implements Action {
    @Override
    public void run(Session session) {
      String id = session.claim(claim);
      Reply reply = session.send("DELETE", "/claims/" + id, "");
      assertThat(reply.status()).isEqualTo(204);
      session.queue().release(id, session.now());
    }
  }
}
