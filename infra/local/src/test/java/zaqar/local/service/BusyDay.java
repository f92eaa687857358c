// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import zaqar.check.history.Event;
import zaqar.check.history.History;
import zaqar.check.history.Token;
import zaqar.check.role.Client;
import zaqar.check.role.Observer;
import zaqar.check.role.Reading;
import zaqar.check.role.Stop;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;

/**
 * A busy day at one queue in a time that only this moves, so that minutes take seconds on any
 * machine, and go the same each time: producers, workers of all kinds, some of which die, readers
 * and an admin send one request after the other, each to one of the instances.
 */
final class BusyDay implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(200);
  private static final Duration HALF_A_REQUEST = Duration.ofMillis(5);
  private static final Duration WORK = Duration.ofSeconds(1);
  private static final int CLAIMS_A_STEP = 3;
  private static final int QUITS_EVERY = 10;
  private static final int READS_EVERY = 5;
  private static final int AT_ONCE = 50;
  private static final int CLAIM_SECONDS = 4;
  private static final int WAYS = 10;
  private static final Map<String, String> SHORT_TIMES =
      Map.of("MinClaimTtl", "1", "MinClaimGrace", "0", "MinMessageTtl", "1");

  private final MovableClock clock = MovableClock.standing(Instant.now());
  private final History history = new History("day", this::nanoseconds);
  private final String queue = "busy-" + UUID.randomUUID();
  private final Day day;
  private final Random random;
  private final List<Instance> instances;
  private final Deque<Held> held = new ArrayDeque<>();
  private final Client admin;
  private final Client producer;
  private final Client worker;
  private final Client quitter;
  private final Client observer;
  private String marker;

  /**
   * What is special about a day.
   *
   * @param metadata of the queue
   * @param backlog how many messages are there before the day begins
   * @param longestDelay of messages, in seconds; negative where the queue decides
   * @param batch the most messages in a post
   * @param mixed whether there are many small claims, pops and releases, which make a service look
   *     for all that is free; else there is one large claim after each post
   * @param purgesEvery so many steps; 0 for never
   * @param writes what befalls single writes
   */
  record Day(
      String metadata,
      int backlog,
      int longestDelay,
      int batch,
      boolean mixed,
      int purgesEvery,
      Map<WriteFaults.Kind, Double> writes) {}

  /** What a worker has to deal with, and when. */
  private record Held(String claim, List<String> ids, Instant due) {}

  BusyDay(int count, Day day, long seed) {
    this.day = day;
    random = new Random(seed);
    instances = IntStream.range(0, count).mapToObj(i -> instance(seed + i)).toList();
    admin = client("admin");
    producer = client("producer");
    worker = client("worker");
    quitter = client("quitter");
    observer = client("observer");
    marker =
        observer.path("/messages?limit=20&echo=true&include_claimed=true&include_delayed=true");
  }

  private Instance instance(long seed) {
    ExecutionInterceptor faults = WriteFaults.seeded(seed, day.writes());
    return Instance.replayable(clock, seed, SHORT_TIMES, faults);
  }

  private long nanoseconds() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  private Client client(String who) {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    return new Client(who, id, queue, () -> this::send, history);
  }

  private Answer send(Call call) {
    clock.advance(HALF_A_REQUEST);
    Instance.Reply reply =
        instances
            .get(random.nextInt(instances.size()))
            .call(
                call.client(),
                call.method(),
                call.path().substring("/queues/".length()),
                call.body() == null ? "" : call.body());
    clock.advance(HALF_A_REQUEST);
    return new Answer(
        reply.status(), reply.headers(), reply.body().isNull() ? "" : reply.body().toString());
  }

  /** Plays it from beginning to end, and drains the queue. */
  List<Event> play(Duration time) {
    Optional<Answer> created = admin.insist("PUT", admin.path(""), day.metadata());
    assert created.isPresent();
    for (int i = 0; i < day.backlog(); i += AT_ONCE) {
      post(AT_ONCE);
      clock.advance(STEP.multipliedBy(2));
    }
    clock.advance(WORK.multipliedBy(5));
    Instant end = clock.instant().plus(time);
    for (int step = 1; clock.instant().isBefore(end); step++) {
      post(day.mixed() ? random.nextInt(1, day.batch() + 1) : day.batch());
      for (int i = 0; i < (day.mixed() ? CLAIMS_A_STEP : 1); i++) {
        take();
      }
      work();
      if (step % QUITS_EVERY == 0) {
        claim(quitter);
      }
      follow();
      if (step % READS_EVERY == 0) {
        read(client("reader-" + step));
      }
      if (day.purgesEvery() > 0 && step % day.purgesEvery() == 0) {
        admin.insist("POST", admin.path("/purge"), "{\"resource_types\":[\"messages\"]}");
      }
      clock.advance(STEP);
    }
    drain();
    return history.events();
  }

  private void post(int count) {
    StringBuilder messages = new StringBuilder();
    String attempt = history.nextAttempt();
    for (int i = 0; i < count; i++) {
      String delay =
          day.longestDelay() < 0 ? "" : "\"delay\":" + random.nextInt(day.longestDelay() + 1) + ",";
      messages
          .append(i == 0 ? "" : ",")
          .append(
              "{\"ttl\":3600,%s\"body\":%s}".formatted(delay, Token.body(attempt + "." + i, 0)));
    }
    send(producer, "POST", "/messages", "{\"messages\":[" + messages + "]}");
  }

  private void take() {
    if (day.mixed() && random.nextInt(WAYS) == 0) {
      send(worker, "DELETE", "/messages?pop=5", null);
      return;
    }
    claim(worker)
        .filter(answer -> answer.status() == 201)
        .ifPresent(answer -> held.add(held(answer, clock.instant().plus(WORK))));
  }

  private Optional<Answer> claim(Client who) {
    String terms = "{\"ttl\":%d,\"grace\":0}".formatted(CLAIM_SECONDS);
    return send(who, "POST", "/claims?limit=" + (day.mixed() ? 10 : 20), terms);
  }

  private static Held held(Answer answer, Instant due) {
    List<String> ids = new ArrayList<>();
    answer.json().path("messages").forEach(message -> ids.add(message.path("id").asText()));
    return new Held(String.valueOf(answer.header("Location")).replaceFirst(".*/", ""), ids, due);
  }

  /** Deals with what is due: most is deleted, some released, some renewed first, some forgotten. */
  private void work() {
    while (!held.isEmpty() && !held.getFirst().due().isAfter(clock.instant())) {
      Held next = held.remove();
      String claim = "/claims/" + next.claim();
      switch (random.nextInt(WAYS)) {
        case 0 -> {}
        case 1, 2 -> {
          delete(next, next.ids().subList(0, next.ids().size() / 2));
          if (day.mixed()) {
            send(worker, "DELETE", claim, null);
          }
        }
        case 3 -> {
          send(worker, "PATCH", claim, "{\"ttl\":%d,\"grace\":0}".formatted(CLAIM_SECONDS));
          held.add(new Held(next.claim(), next.ids(), clock.instant().plus(WORK)));
        }
        default -> delete(next, next.ids());
      }
    }
  }

  private void delete(Held from, List<String> ids) {
    if (!ids.isEmpty()) {
      String query = "?ids=" + String.join(",", ids) + "&claim_ids=" + from.claim();
      send(worker, "DELETE", "/messages" + query, null);
    }
  }

  private void follow() {
    String next =
        observer
            .send("GET", marker, null)
            .map(page -> page.json().at("/links/0/href").asText())
            .orElse("");
    marker = next.isEmpty() ? marker : next.substring("/v2".length());
  }

  private static void read(Client reader) {
    String path = reader.path("/messages");
    while (!path.isEmpty()) {
      String next =
          reader
              .send("GET", path, null)
              .map(page -> page.json().at("/links/0/href").asText())
              .orElse("");
      path = next.isEmpty() ? "" : next.substring("/v2".length());
    }
  }

  private void drain() {
    clock.advance(Duration.ofSeconds(2 * CLAIM_SECONDS));
    Stop atOnce = new Stop();
    atOnce.request();
    new Observer(client("last-observer-1"), Reading.ALL, atOnce).run();
    for (Optional<Answer> claim = claim(worker);
        claim.filter(answer -> answer.status() != 204).isPresent();
        claim = claim(worker)) {
      claim
          .filter(Answer::succeeded)
          .map(answer -> held(answer, clock.instant()))
          .ifPresent(taken -> delete(taken, taken.ids()));
    }
    new Observer(client("last-observer-2"), Reading.ALL, atOnce).run();
  }

  private static Optional<Answer> send(Client who, String method, String path, String body) {
    return who.send(method, who.path(path), body);
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
  }
}
