package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import zaqar.names.MessageId;
import zaqar.queues.Hint;

/**
 * Which hint follows from a scan (design 4.5): it begins at the first message that can be taken, or
 * might be by what another instance knows of the time, and holds until the first of those before it
 * comes back.
 *
 * @param now the earliest that the scan was sent
 * @param settled only what is older than this surely has nothing missing before it
 * @param gone what has expired by this time has expired for every instance
 */
record HintRule(Instant now, Ulid settled, Instant gone) {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofDays(1);

  /**
   * A hint, but for its version.
   *
   * @param passed how many messages lie between the start of the scan and {@code from}
   */
  record Found(Ulid from, Instant until, boolean delayed, int passed) {}

  /**
   * Applies the rule.
   *
   * @param scanned all that the scan read, in order
   * @param stoppedAt the first id that it did not look at; empty if it came to the end
   * @param continued the hint that it began at; empty if it began at the start of the queue
   * @param taken what the request has taken, with the time until when it is gone
   * @param tried what it tried to take in vain: nobody knows until when others hold it
   */
  Found apply(
      List<Message> scanned,
      Optional<Ulid> stoppedAt,
      Optional<Hint> continued,
      Map<MessageId, Instant> taken,
      Set<MessageId> tried) {
    Ulid from = earlier(settled, stoppedAt.orElse(settled));
    Instant until = continued.map(Hint::until).orElse(Instant.MAX);
    boolean delayed = continued.map(Hint::delayed).orElse(false);
    int passed = 0;
    for (Message message : scanned) {
      Optional<Instant> back = backAt(message, taken);
      boolean stands = tried.contains(message.id()) || (back.isEmpty() && message.isLive(gone));
      if (stands || message.id().ulid().compareTo(settled) >= 0) {
        from = earlier(settled, message.id().ulid());
        break;
      }
      passed++;
      until = back.filter(until::isAfter).orElse(until);
      delayed |= message.isDelayed(now);
    }
    return new Found(from, clamp(until), delayed, passed);
  }

  /**
   * When a message comes back that cannot be taken now; empty if it can be, or never comes back.
   */
  private Optional<Instant> backAt(Message message, Map<MessageId, Instant> taken) {
    Instant end = taken.get(message.id());
    if (end != null) {
      return Optional.of(end);
    }
    if (!message.isLive(now) || message.isAvailable(now)) {
      return Optional.empty();
    }
    return Optional.of(
        message.claimedUntil().isAfter(message.delayedUntil())
            ? message.claimedUntil()
            : message.delayedUntil());
  }

  /**
   * No sooner than a rescan a second allows, and no later than anybody would wait for a mistake.
   */
  private Instant clamp(Instant until) {
    Instant soon = now.plus(SOON);
    Instant late = now.plus(LATE);
    return until.isBefore(soon) ? soon : until.isAfter(late) ? late : until;
  }

  private static Ulid earlier(Ulid a, Ulid b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
