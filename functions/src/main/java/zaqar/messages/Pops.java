// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import zaqar.encryption.Undecryptable;
import zaqar.messages.AvailableMessages.Candidates;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/**
 * Takes messages out of a queue for good: at most once each, whatever happens to the answer
 * (contract 5).
 */
final class Pops {
  private static final int ROUNDS = 4;

  private final AvailableMessages head;
  private final MessageStore store;

  Pops(AvailableMessages head, MessageStore store) {
    this.head = head;
    this.store = store;
  }

  /**
   * Up to {@code count} of the oldest available messages, now deleted. Bodies are read first, so
   * that no deleted message can be missing from the answer. A pop that loses all candidates to
   * others searches again. A pop that wins some is done, so that nothing else can go wrong with
   * those. A message that cannot be decrypted stays, and is skipped.
   *
   * @throws Undecryptable if nothing else is there
   * @throws IllegalStateException if messages may be gone of which nobody will be told
   */
  List<Message> pop(QueueKey queue, int count) {
    int unreadable = 0;
    for (int round = 1; ; round++) {
      Candidates candidates = head.find(queue, count + unreadable, AvailableMessages.ANSWER_ROOM);
      try {
        List<Message> readable = store.loadReadable(candidates.place(), candidates.messages());
        List<Message> wanted = readable.subList(0, Math.min(count, readable.size()));
        List<Message> won = store.deleteIfUnchanged(candidates.place(), wanted);
        Map<MessageId, Instant> gone = new HashMap<>();
        won.forEach(message -> gone.put(message.id(), Instant.MAX));
        head.settle(candidates, gone, others(candidates.messages(), wanted));
        boolean isEmpty = candidates.messages().isEmpty() && !candidates.isIncomplete();
        unreadable = candidates.messages().size() - readable.size();
        if (won.isEmpty() && unreadable > 0 && round == ROUNDS) {
          throw new Undecryptable("no other message than such that cannot be decrypted");
        }
        if (!won.isEmpty() || isEmpty || round == ROUNDS) {
          return won;
        }
      } finally {
        head.leave(candidates);
      }
    }
  }

  private static Set<MessageId> others(List<Message> all, List<Message> some) {
    Set<MessageId> others = all.stream().map(Message::id).collect(Collectors.toSet());
    some.forEach(message -> others.remove(message.id()));
    return others;
  }
}
