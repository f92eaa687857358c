// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import zaqar.local.service.Instance.Reply;
import zaqar.local.service.MovableClock;

/**
 * Clients at a queue and its dead-letter queue, which two instances serve, and the model of both
 * queues. Time stands still but for what the session lets pass, and never stops so close to an end
 * that two instances might differ about it.
 */
final class Session {
  private static final Instant START = Instant.parse("2040-01-01T00:00:00Z");
  private static final Duration TICK = Duration.ofMillis(37);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);
  private static final String NO_MESSAGE = "01m83rw09dhng74csfprsfw05a00";
  private static final String NO_CLAIM = "01m83rw09dhng74csfprsfw05a";
  private static final List<String> CLIENTS =
      List.of("3381af92-2b9e-11e3-b191-71861300734c", "3381af92-2b9e-11e3-b191-71861300734d");

  private final MovableClock clock = MovableClock.standing(START);
  private final Instances instances = new Instances(clock);
  private final List<List<Reader>> readers = List.of(Reader.several(), Reader.several());
  private final List<Message> posted = new ArrayList<>();
  private final List<String> claims = new ArrayList<>();
  private final List<String> transcript = new ArrayList<>();
  private final Rules rules;
  private final List<QueueModel> queues;
  private int numbers;
  private Step step = Step.of(0, new QueueActions.Create());

  /**
   * Begins with a queue of these rules.
   *
   * @param model makes the model of the queue of that name
   */
  Session(Rules rules, Function<String, QueueModel> model) {
    String name = UUID.randomUUID().toString();
    this.rules = rules;
    queues = List.of(model.apply(name), model.apply(name + "-dead"));
  }

  /** Carries out all steps, and looks at all messages in the end. */
  void run(List<Step> steps) {
    Stream<Step> last = Stream.of(0, 1).map(queue -> Step.of(queue, new QueueActions.Look()));
    try (instances) {
      Stream.of(Stream.of(step), steps.stream(), last).flatMap(all -> all).forEach(this::run);
    }
  }

  private void run(Step next) {
    step = next;
    pass(TICK);
    double seconds = Duration.between(START, now()).toMillis() / 1000.0;
    transcript.add("%8.3f s  %s".formatted(seconds, step));
    instances.expect(step);
    try {
      step.action().run(this);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + String.join("\n", transcript), e);
    }
    if (isLossy()) {
      pass(AFTER_A_FAULT);
    }
  }

  /** Whether an answer of the store is lost in this step. */
  boolean isLossy() {
    return step.loses() > 0;
  }

  /** Lets time pass, and a little more where something ends just then. */
  void pass(Duration duration) {
    clock.advance(duration);
    while (queues.stream().anyMatch(queue -> queue.isUncertain(now()))) {
      clock.advance(Duration.ofSeconds(1));
    }
  }

  /** Waits until a claim with this ttl ends at a time of its own. */
  void awaitRoomFor(Duration ttl) {
    while (queue().isUncertainUnderAClaimUntil(now().plus(ttl))) {
      pass(Duration.ofSeconds(1));
    }
  }

  Instant now() {
    return clock.instant();
  }

  Rules rules() {
    return rules;
  }

  List<QueueModel> queues() {
    return queues;
  }

  /** The queue of this step. */
  QueueModel queue() {
    return queues.get(step.queue());
  }

  QueueModel deadLetterQueue() {
    return queues.get(1);
  }

  /** One of the readers of the queue of this step. */
  Reader reader(int n) {
    return readers.get(step.queue()).get(n);
  }

  static String client(int n) {
    return CLIENTS.get(n);
  }

  /** A number that no message of this session has had. */
  int nextNumber() {
    return ++numbers;
  }

  /** Takes note of messages, for later steps to name them. */
  void remember(List<Message> messages) {
    posted.addAll(messages);
  }

  /** Takes note of a claim, for later steps to name it. */
  void remember(String claim) {
    claims.add(claim);
  }

  /** The id of a message, counted back from the newest; of none if there is no such. */
  String message(int n) {
    return n < posted.size() ? posted.get(posted.size() - 1 - n).id : NO_MESSAGE;
  }

  /** The id of a claim, counted back from the newest; of none if there is no such. */
  String claim(int n) {
    return n < claims.size() ? claims.get(claims.size() - 1 - n) : NO_CLAIM;
  }

  /**
   * Sends a request that its client repeats if it fails because an answer of the store was lost.
   */
  Reply send(String method, String path, String body) {
    return send(queue(), method, path, body);
  }

  /** Sends a request on one of the queues, and repeats it likewise. */
  Reply send(QueueModel queue, String method, String path, String body) {
    Reply reply = sendOnce(queue, 0, method, path, body);
    return isUnanswered(reply) ? sendOnce(queue, 0, method, path, body) : reply;
  }

  /** Sends a request of a client; nothing is lost any more after it. */
  Reply sendOnce(int client, String method, String path, String body) {
    return sendOnce(queue(), client, method, path, body);
  }

  private Reply sendOnce(QueueModel queue, int client, String method, String path, String body) {
    Reply reply = instances.call(step, client(client), method, queue.name() + path, body);
    transcript.add("            -> " + reply.status() + " " + Shown.brief(reply));
    return reply;
  }

  /** Whether a request failed because an answer of the store was lost. */
  boolean isUnanswered(Reply reply) {
    return isLossy() && reply.status() == 503;
  }
}
