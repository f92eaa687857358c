// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What is free again, or ripe, comes back within seconds while traffic goes on (P3). Each test
 * plays some seconds of a busy day in a time that only the test moves: a fixed step for each round
 * of requests.
 */
class BusyQueueIT {
  /** A promise of a second, and what two cold instances and one rescan a second may add to it. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final Duration STEP = Duration.ofMillis(200);
  private static final int DELAY_SECONDS = 5;
  private static final int MOST_AT_ONCE = 100;
  private static final int PATIENCE = 10;
  private static final String LONG_CLAIM = "{\"ttl\":300,\"grace\":60}";
  private static final Map<String, String> WIDE =
      Map.of("MinClaimTtl", "1", "MaxMessagesPerClaimOrPop", "100");

  private final MovableClock clock = MovableClock.standing(Instant.now());
  private final Instance instance = Instance.replayable(clock, 1, WIDE);
  private final String queue = UUID.randomUUID().toString();

  private List<String> post(int count) {
    List<String> ids = new ArrayList<>();
    while (ids.size() < count) {
      ids.addAll(postAtOnce(Math.min(count - ids.size(), MOST_AT_ONCE)));
    }
    return ids;
  }

  private List<String> postAtOnce(int count) {
    String message = "{\"ttl\":3600,\"body\":1}";
    String all = String.join(",", Collections.nCopies(count, message));
    Instance.Reply reply = insist("POST", "/messages", "{\"messages\":[" + all + "]}");
    assertThat(reply.status()).isEqualTo(201);
    List<String> ids = new ArrayList<>();
    reply.body().get("resources").forEach(href -> ids.add(href.asText().replaceAll(".*/", "")));
    return ids;
  }

  /** A machine that is slow in real time may answer 503. */
  private Instance.Reply insist(String method, String path, String body) {
    Instance.Reply reply = instance.call(method, queue + path, body);
    for (int i = 0; i < PATIENCE && reply.status() == 503; i++) {
      reply = instance.call(method, queue + path, body);
    }
    return reply;
  }

  private List<String> claim(int limit, String terms) {
    Instance.Reply reply = insist("POST", "/claims?limit=" + limit, terms);
    assertThat(reply.status()).isIn(201, 204);
    return ids(reply);
  }

  private static List<String> ids(Instance.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.body().path("messages").forEach(message -> ids.add(message.get("id").asText()));
    return ids;
  }

  private void delete(List<String> ids) {
    String path = "/messages?ids=" + String.join(",", ids);
    assertThat(insist("DELETE", path, "").status()).isEqualTo(204);
  }

  private void createWithDelay() {
    String metadata = "{\"_default_message_delay\":%d}".formatted(DELAY_SECONDS);
    assertThat(insist("PUT", "", metadata).status()).isEqualTo(201);
  }

  private static Set<String> missing(Collection<String> all, Set<String> from) {
    Set<String> missing = new HashSet<>(all);
    missing.removeAll(from);
    return missing;
  }

  private boolean isBefore(Instant end) {
    return clock.instant().isBefore(end);
  }

  /** All that was posted with a delay that was over for a while, once a step. */
  private final class DelayedPosts {
    private final Deque<Set<String>> steps = new ArrayDeque<>();
    private final Set<String> ripe = new HashSet<>();

    void post(int count) {
      steps.add(Set.copyOf(BusyQueueIT.this.post(count)));
      if (steps.size() > Duration.ofSeconds(DELAY_SECONDS).plus(SOON).dividedBy(STEP)) {
        ripe.addAll(steps.remove());
      }
    }
  }

  @Test
  void delay_ripensUnderSteadyClaims() {
    createWithDelay();
    DelayedPosts posts = new DelayedPosts();
    Set<String> claimed = new HashSet<>();
    for (Instant end = clock.instant().plusSeconds(20); isBefore(end); clock.advance(STEP)) {
      posts.post(10);
      claimed.addAll(claim(20, LONG_CLAIM));
    }

    assertThat(posts.ripe).hasSizeGreaterThan(500);
    assertThat(missing(posts.ripe, claimed).size()).as("ripe and not delivered").isZero();
  }

  @Test
  void lapse_comesBackUnderSteadyClaims() {
    post(1000);
    clock.advance(Duration.ofSeconds(5));
    List<String> abandoned = claim(10, "{\"ttl\":10,\"grace\":60}");
    assertThat(abandoned).hasSize(10);
    Instant lapse = clock.instant().plusSeconds(10);
    Set<String> back = new HashSet<>();
    Deque<List<String>> held = new ArrayDeque<>();
    for (; isBefore(lapse.plus(SOON)); clock.advance(STEP)) {
      List<String> claim = claim(10, LONG_CLAIM);
      assertThat(claim).hasSize(10);
      back.addAll(claim);
      held.add(claim);
      if (held.size() > SOON.dividedBy(STEP)) {
        delete(held.remove());
      }
    }

    assertThat(missing(abandoned, back)).isEmpty();
  }

  @Test
  void lapseOfManyAtOnce_comesBackWithinSeconds() {
    post(2000);
    clock.advance(Duration.ofSeconds(5));
    List<String> abandoned = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      abandoned.addAll(claim(100, "{\"ttl\":12,\"grace\":60}"));
    }
    assertThat(abandoned).hasSize(400);
    claim(10, LONG_CLAIM);
    Instant lapse = clock.instant().plusSeconds(12);
    clock.advance(Duration.ofSeconds(12));
    Set<String> back = new HashSet<>();
    for (; isBefore(lapse.plus(SOON)); clock.advance(STEP.dividedBy(4))) {
      back.addAll(claim(20, LONG_CLAIM));
    }

    assertThat(missing(abandoned, back).size()).as("lapsed and not back").isZero();
  }

  /** Less is claimed than ripens, so that there is always something to see. The end has no link. */
  @Test
  void defaultFilterReader_seesRipeMessages() {
    createWithDelay();
    DelayedPosts posts = new DelayedPosts();
    Set<String> claimed = new HashSet<>();
    for (Instant end = clock.instant().plusSeconds(15); isBefore(end); clock.advance(STEP)) {
      posts.post(10);
      claimed.addAll(claim(2, LONG_CLAIM));
    }
    Set<String> mustBeSeen = new HashSet<>(posts.ripe);
    Set<String> seen = new HashSet<>();
    String path = "/messages?limit=20&echo=true";
    for (int pages = 0; pages < 40 && !path.isEmpty(); pages++) {
      Instance.Reply page = insist("GET", path, "");
      assertThat(page.status()).isEqualTo(200);
      seen.addAll(ids(page));
      path = next(page);
      posts.post(10);
      claimed.addAll(claim(2, LONG_CLAIM));
      clock.advance(STEP);
    }

    mustBeSeen.removeAll(claimed);
    assertThat(mustBeSeen).hasSizeGreaterThan(100);
    assertThat(missing(mustBeSeen, seen).size()).as("ripe, free and not shown").isZero();
  }

  private String next(Instance.Reply page) {
    return page.body().at("/links/0/href").asText().replaceFirst("/v2/queues/" + queue, "");
  }
}
