// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zaqar.claims.MessageMoveStore.Moves;
import zaqar.dynamodb.Platform;
import zaqar.http.Problem;
import zaqar.messages.AvailableMessages;
import zaqar.messages.AvailableMessages.Candidates;
import zaqar.messages.DeadLetter;
import zaqar.messages.Message;
import zaqar.messages.MessageStore;
import zaqar.messages.Redeliveries;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.queues.Queues;

/**
 * Moves dead letters back to where they came from, or to another queue of the project: the oldest
 * first, each in a transaction of its own. Where that stops half way, each letter is in one of both
 * queues, and the next request goes on. Letters about deliveries go to their subscribers again:
 * each is on its way before it is deleted, so that it may be delivered twice, and is not lost.
 */
record Redrive(
    Platform platform,
    Queues queues,
    AvailableMessages available,
    MessageStore store,
    MessageMoveStore moves) {
  /** Moves at the same time. */
  private static final int AT_ONCE = 20;

  /** A search looks past so many that cannot be moved; then it ends. */
  private static final int MOST_PASSED = 100;

  /** A request that has lasted so long begins no other moves: it has something to answer. */
  private static final Duration LONG = Duration.ofSeconds(8);

  /**
   * What a request has done.
   *
   * @param more whether available messages are left
   */
  record Outcome(int moved, boolean more) {}

  /** A request under way: what it has moved, and what it looks past. */
  private static final class Progress {
    private final Set<MessageId> passed = new HashSet<>();
    private int moved;
    private boolean isOriginMissing;
    private boolean isStuck;
    private boolean more;
  }

  /**
   * Moves up to {@code limit} available messages. Each begins anew there: its ttl is what it had
   * before it became a dead letter, and it counts as never claimed. One that is about to end is
   * left to its end.
   *
   * @param to where to; empty for the queue or the subscriber that each came from
   * @param redeliveries take those that came from a subscriber
   * @throws Problem if there are messages, and none of them says where it came from
   * @throws IllegalStateException if there are messages, and the store moved none
   */
  Outcome redrive(QueueKey letters, Optional<QueueName> to, int limit, Redeliveries redeliveries) {
    Instant end = platform.clock().instant().plus(LONG);
    Progress progress = new Progress();
    boolean goesOn = true;
    while (goesOn && progress.moved < limit && progress.passed.size() < MOST_PASSED) {
      int before = progress.moved + progress.passed.size();
      round(letters, to, Math.min(AT_ONCE, limit - progress.moved), redeliveries, progress);
      goesOn =
          progress.more
              && progress.moved + progress.passed.size() > before
              && platform.clock().instant().isBefore(end);
    }
    if (progress.moved == 0 && progress.isOriginMissing) {
      throw Problem.invalidRequest(
          "The messages of this queue do not say which queue they came from; \"to\" must.");
    }
    if (progress.moved == 0 && progress.isStuck) {
      throw new IllegalStateException("the store did not move any message");
    }
    return new Outcome(
        progress.moved, progress.more || progress.isOriginMissing || progress.isStuck);
  }

  private void round(
      QueueKey letters,
      Optional<QueueName> to,
      int most,
      Redeliveries redeliveries,
      Progress progress) {
    Candidates candidates =
        available.find(letters, most + 1 + progress.passed.size(), AvailableMessages.ANSWER_ROOM);
    try {
      List<Message> others =
          candidates.messages().stream()
              .filter(message -> !progress.passed.contains(message.id()))
              .toList();
      List<Message> tried = others.stream().limit(most).toList();
      Map<MessageId, Instant> gone = new HashMap<>();
      List<Message> ofNoQueue = new ArrayList<>();
      targets(candidates, to, tried, ofNoQueue, progress)
          .forEach(
              (name, messages) ->
                  move(candidates, letters.sibling(name), messages, progress)
                      .forEach(moved -> gone.put(moved, Instant.MAX)));
      deliver(candidates, letters, ofNoQueue, redeliveries, progress)
          .forEach(sent -> gone.put(sent, Instant.MAX));
      progress.moved += gone.size();
      progress.more =
          others.size() > tried.size()
              || candidates.oldest().size() > candidates.messages().size()
              || candidates.isIncomplete();
      Set<MessageId> spared = Message.ids(candidates.messages());
      spared.removeAll(Message.ids(tried));
      spared.addAll(progress.passed);
      available.settle(candidates, gone, spared);
    } finally {
      available.leave(candidates);
    }
  }

  /** What can be moved, with bodies, by where it goes; the rest is looked past from now on. */
  private Map<QueueName, List<Message>> targets(
      Candidates candidates,
      Optional<QueueName> to,
      List<Message> tried,
      List<Message> ofNoQueue,
      Progress progress) {
    Map<QueueName, List<Message>> targets = new LinkedHashMap<>();
    List<Message> lasting =
        tried.stream().filter(m -> m.outlastsWrites(candidates.now().latest())).toList();
    List<Message> readable = store.loadReadable(candidates.place(), lasting);
    progress.isStuck |= readable.size() < lasting.size();
    Set<MessageId> passed = Message.ids(tried);
    for (Message message : readable) {
      Optional<QueueName> target =
          to.or(() -> Optional.ofNullable(message.letter()).map(DeadLetter::queue));
      if (target.isPresent()) {
        targets.computeIfAbsent(target.get(), name -> new ArrayList<>()).add(message);
        passed.remove(message.id());
      } else {
        ofNoQueue.add(message);
      }
    }
    progress.passed.addAll(passed);
    return targets;
  }

  /** Those that are no letters about deliveries do not say where they came from. */
  private List<MessageId> deliver(
      Candidates candidates,
      QueueKey letters,
      List<Message> some,
      Redeliveries redeliveries,
      Progress progress) {
    if (some.isEmpty()) {
      return List.of();
    }
    Set<MessageId> sent = redeliveries.send(letters, some);
    progress.isOriginMissing |= sent.size() < some.size();
    Instant now = candidates.now().earliest();
    List<MessageId> gone =
        platform
            .parallel()
            .map(
                List.copyOf(sent),
                id ->
                    store.deleteUnlessHeld(candidates.place(), id, null, now).isEmpty()
                        ? Optional.of(id)
                        : Optional.<MessageId>empty())
            .stream()
            .flatMap(Optional::stream)
            .toList();
    gone.forEach(progress.passed::remove);
    return gone;
  }

  private Set<MessageId> move(
      Candidates candidates, QueueKey to, List<Message> messages, Progress progress) {
    Moves tried =
        moves.move(
            candidates.place(), messages, to, queues.created(to), Redrive::terms, candidates.now());
    progress.isStuck |= !tried.stuck().isEmpty();
    progress.passed.addAll(tried.stuck());
    return tried.moved();
  }

  private static MessageMoveStore.Terms terms(Message message) {
    DeadLetter letter = message.letter();
    return new MessageMoveStore.Terms(
        letter == null ? message.ttl() : letter.ttl(), 0, Optional.empty());
  }
}
