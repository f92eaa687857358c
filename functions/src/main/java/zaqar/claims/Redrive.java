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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final class Run {
    private final QueueKey letters;
    private final Optional<QueueName> to;
    private final Redeliveries redeliveries;
    private final Set<MessageId> passed = new HashSet<>();
    private int moved;
    private boolean isOriginMissing;
    private boolean isStuck;
    private boolean more;

    private Run(QueueKey letters, Optional<QueueName> to, Redeliveries redeliveries) {
      this.letters = letters;
      this.to = to;
      this.redeliveries = redeliveries;
    }

    private void round(int most) {
      Candidates candidates =
          available.find(letters, most + 1 + passed.size(), AvailableMessages.ANSWER_ROOM);
      try {
        List<Message> others =
            candidates.messages().stream().filter(m -> !passed.contains(m.id())).toList();
        List<Message> tried = others.stream().limit(most).toList();
        Map<MessageId, Instant> gone = new HashMap<>();
        Map<Optional<QueueName>, List<Message>> targets = targets(candidates, tried);
        List<Message> ofNoQueue =
            Objects.requireNonNullElse(targets.remove(Optional.<QueueName>empty()), List.of());
        targets.forEach(
            (name, messages) ->
                move(candidates, letters.sibling(name.orElseThrow()), messages)
                    .forEach(id -> gone.put(id, Instant.MAX)));
        deliver(candidates, ofNoQueue).forEach(sent -> gone.put(sent, Instant.MAX));
        moved += gone.size();
        more =
            others.size() > tried.size()
                || candidates.oldest().size() > candidates.messages().size()
                || candidates.isIncomplete();
        Set<MessageId> spared = Message.ids(candidates.messages());
        spared.removeAll(Message.ids(tried));
        spared.addAll(passed);
        available.settle(candidates, gone, spared);
      } finally {
        available.leave(candidates);
      }
    }

    /**
     * What can be moved, with bodies, by where it goes; what does not say where it came from, by
     * none. All but what goes to a queue is looked past from now on.
     */
    private Map<Optional<QueueName>, List<Message>> targets(
        Candidates candidates, List<Message> tried) {
      List<Message> lasting =
          tried.stream().filter(m -> m.outlastsWrites(candidates.now().latest())).toList();
      List<Message> readable = store.loadReadable(candidates.place(), lasting);
      isStuck |= readable.size() < lasting.size();
      passed.addAll(Message.ids(tried));
      Map<Optional<QueueName>, List<Message>> targets = new LinkedHashMap<>();
      for (Message message : readable) {
        Optional<QueueName> target =
            to.or(() -> Optional.ofNullable(message.letter()).map(DeadLetter::queue));
        targets.computeIfAbsent(target, name -> new ArrayList<>()).add(message);
        target.ifPresent(name -> passed.remove(message.id()));
      }
      return targets;
    }

    /** Those that are no letters about deliveries do not say where they came from. */
    private Set<MessageId> deliver(Candidates candidates, List<Message> some) {
      if (some.isEmpty()) {
        return Set.of();
      }
      Set<MessageId> sent = redeliveries.send(letters, some);
      isOriginMissing |= sent.size() < some.size();
      Instant now = candidates.now().earliest();
      Set<MessageId> gone = ConcurrentHashMap.newKeySet();
      platform
          .parallel()
          .each(
              sent,
              id -> {
                if (store.deleteUnlessHeld(candidates.place(), id, null, now).isEmpty()) {
                  gone.add(id);
                }
              });
      passed.removeAll(gone);
      return gone;
    }

    private Set<MessageId> move(Candidates candidates, QueueKey target, List<Message> messages) {
      Moves tried =
          moves.move(
              candidates.place(),
              messages,
              target,
              queues.created(target),
              message ->
                  new MessageMoveStore.Terms(
                      Optional.ofNullable(message.letter())
                          .map(DeadLetter::ttl)
                          .orElse(message.ttl()),
                      0,
                      Optional.empty()),
              candidates.now());
      isStuck |= !tried.stuck().isEmpty();
      passed.addAll(tried.stuck());
      return tried.moved();
    }
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
    Run run = new Run(letters, to, redeliveries);
    boolean goesOn = true;
    while (goesOn && run.moved < limit && run.passed.size() < MOST_PASSED) {
      int before = run.moved + run.passed.size();
      run.round(Math.min(AT_ONCE, limit - run.moved));
      goesOn =
          run.more
              && run.moved + run.passed.size() > before
              && platform.clock().instant().isBefore(end);
    }
    if (run.moved == 0 && run.isOriginMissing) {
      throw Problem.invalidRequest(
          "The messages of this queue do not say which queue they came from; \"to\" must.");
    }
    if (run.moved == 0 && run.isStuck) {
      throw new IllegalStateException("the store did not move any message");
    }
    return new Outcome(run.moved, run.more || run.isOriginMissing || run.isStuck);
  }
}
