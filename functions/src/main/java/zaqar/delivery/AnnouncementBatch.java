// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import zaqar.aws.BatchPacker;
import zaqar.aws.EventBus;
import zaqar.names.QueueKey;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * A batch on its way to the bus. It ends at the first record that has to come again, and nothing
 * behind that is announced, since it comes again as well; records that can never be announced do
 * not end it.
 */
final class AnnouncementBatch {
  /**
   * The bytes of an event: a fan-out of more takes long. A message is far below that: its body is
   * in the event where it fits a write unit and has 10,000 characters, or else deflated.
   */
  private static final int MOST_BYTES = 100_000;

  /** How long a record is tried again for a fault that is not its own. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final int HASH_BYTES = 16;

  private final SubscriptionStore subscriptions;
  private final Instant now;
  private final List<StreamEntry> heard;
  private final Map<String, Optional<QueueKey>> queues = new HashMap<>();
  private final Map<QueueKey, List<Numbered<AnnouncedMessage>>> messages = new LinkedHashMap<>();
  private final List<Numbered<RuntimeException>> hopeless = new ArrayList<>();
  private int end;
  private @Nullable RuntimeException reason;

  /** What comes of a record, with its number in the batch. */
  private record Numbered<T>(int number, T value) {}

  /** Some messages of a queue, and the number of the first of them in the batch. */
  record Outgoing(int first, Announcement announcement, EventBus.Event event) {}

  AnnouncementBatch(SubscriptionStore subscriptions, Instant now, List<StreamEntry> heard) {
    this.subscriptions = subscriptions;
    this.now = now;
    this.heard = heard;
    end = heard.size();
  }

  /**
   * Looks up the subscribed queues, up to the first record for which that fails. Returns what goes
   * to the bus.
   */
  List<Outgoing> sort() {
    for (int i = 0; i < end; i++) {
      StreamEntry record = heard.get(i);
      try {
        sort(i, record);
      } catch (RuntimeException e) {
        if (comesAgain(e, record)) {
          endAt(i, e);
        } else {
          hopeless.add(new Numbered<>(i, e));
        }
      }
    }
    return outgoing();
  }

  private void sort(int number, StreamEntry record) {
    switch (record) {
      case StreamEntry.Unreadable unreadable -> throw unreadable.fault();
      case StreamEntry.Posted posted -> {
        Optional<QueueKey> queue = queue(posted);
        if (queue.isPresent()) {
          messages
              .computeIfAbsent(queue.get(), key -> new ArrayList<>())
              .add(new Numbered<>(number, announced(posted)));
        }
      }
    }
  }

  private Optional<QueueKey> queue(StreamEntry.Posted posted) {
    String hash = HexFormat.of().formatHex(posted.partition(), 0, HASH_BYTES);
    Optional<QueueKey> known = queues.get(hash);
    if (known == null) {
      known = subscriptions.told(hash).stream().map(Subscription::queue).findFirst();
      queues.put(hash, known);
    }
    return known;
  }

  private static AnnouncedMessage announced(StreamEntry.Posted posted) {
    AnnouncedMessage announced = AnnouncedMessage.of(posted.message());
    if (bytes(announced) > BatchPacker.MOST_BYTES) {
      throw new TooLarge("message " + announced.id() + " is too large for an event");
    }
    return announced;
  }

  /** A message that no event can hold. */
  private static final class TooLarge extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    TooLarge(String what) {
      super(what);
    }
  }

  /**
   * Whether the next time may be better. It may be whenever a call has failed, and for a while
   * after any other fault. A record that is itself at fault never gets better.
   */
  private boolean comesAgain(RuntimeException fault, StreamEntry record) {
    boolean isRecordsOwn = record instanceof StreamEntry.Unreadable || fault instanceof TooLarge;
    return fault instanceof SdkException
        || (!isRecordsOwn && now.isBefore(record.place().created().plus(PATIENCE)));
  }

  private List<Outgoing> outgoing() {
    List<Outgoing> outgoing = new ArrayList<>();
    messages.forEach(
        (queue, all) -> {
          BatchPacker<Numbered<AnnouncedMessage>> events =
              new BatchPacker<>(
                  Integer.MAX_VALUE, MOST_BYTES, some -> outgoing.add(outgoing(queue, some)));
          all.forEach(message -> events.add(message, bytes(message.value())));
          events.finish();
        });
    return outgoing;
  }

  private static Outgoing outgoing(QueueKey queue, List<Numbered<AnnouncedMessage>> some) {
    Announcement announcement =
        new Announcement(queue, some.stream().map(Numbered::value).toList());
    return new Outgoing(some.getFirst().number(), announcement, announcement.write());
  }

  private static int bytes(AnnouncedMessage message) {
    return BatchPacker.bytes(message.write().toString());
  }

  /** What can never be announced, before the end. */
  List<StreamEntry.Failure> hopeless() {
    return hopeless.stream()
        .filter(record -> record.number() < end)
        .map(record -> new StreamEntry.Failure(heard.get(record.number()).place(), record.value()))
        .toList();
  }

  /** Ends the round before the first of these, for a reason. */
  void endAtFirst(List<Outgoing> refused, RuntimeException why) {
    endAt(refused.stream().mapToInt(Outgoing::first).min().orElse(end), why);
  }

  /** Ends it before the first record that can never be announced, for a reason. */
  void endAtFirstHopeless(RuntimeException why) {
    endAt(hopeless.getFirst().number(), why);
  }

  private void endAt(int number, RuntimeException why) {
    if (number < end) {
      end = number;
      reason = why;
    }
  }

  /** The record where the batch has ended early, and why. */
  Optional<StreamEntry.Failure> end() {
    return Optional.ofNullable(reason)
        .map(why -> new StreamEntry.Failure(heard.get(end).place(), why));
  }
}
