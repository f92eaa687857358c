package zaqar.local.streams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import zaqar.local.template.StreamSource.Failures;

/**
 * Takes batches of one shard through a function, in order: what fails is tried again, perhaps in
 * halves, until it is taken or given up.
 */
final class Delivery {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Calls calls;
  private final Failures failures;
  private final GivenUp givenUp;
  private final Clock clock;

  Delivery(Calls calls, Failures failures, GivenUp givenUp, Clock clock) {
    this.calls = calls;
    this.failures = failures;
    this.givenUp = givenUp;
    this.clock = clock;
  }

  /** A part of a batch, and how often it has failed. */
  private record Part(List<Change> changes, int failed) {
    Part from(int first) {
      return new Part(changes.subList(first, changes.size()), first > 0 ? 0 : failed);
    }

    Part to(int end) {
      return new Part(changes.subList(0, end), failed);
    }
  }

  /** Returns when all is done; {@code done} hears of each stretch by its last record. */
  void deliver(String shard, List<Change> batch, Consumer<Change> done)
      throws InterruptedException {
    Deque<Part> parts = new ArrayDeque<>();
    parts.push(new Part(batch, 0));
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      int tooOld = tooOld(part.changes());
      if (tooOld > 0) {
        givenUp.tell(shard, part.changes().subList(0, tooOld), GivenUp.TOO_OLD, part.failed());
        done.accept(part.changes().get(tooOld - 1));
      }
      if (tooOld < part.changes().size()) {
        deliver(shard, part.from(tooOld), parts, done);
      }
    }
  }

  private void deliver(String shard, Part part, Deque<Part> parts, Consumer<Change> done)
      throws InterruptedException {
    int size = part.changes().size();
    int taken = calls.taken(part.changes());
    if (taken > 0) {
      done.accept(part.changes().get(taken - 1));
    }
    if (taken > 0 && taken < size) {
      parts.push(part.from(taken));
    } else if (taken == 0 && failures.bisect() && size > 1) {
      parts.push(new Part(part.from(size / 2).changes(), part.failed()));
      parts.push(part.to(size / 2));
    } else if (taken == 0 && failures.retries().filter(most -> part.failed() >= most).isPresent()) {
      givenUp.tell(shard, part.changes(), GivenUp.TOO_OFTEN, part.failed() + 1);
      done.accept(part.changes().getLast());
    } else if (taken == 0) {
      pause(part.failed());
      parts.push(new Part(part.changes(), part.failed() + 1));
    }
  }

  private int tooOld(List<Change> changes) {
    if (failures.maximumAge().isEmpty()) {
      return 0;
    }
    Instant oldest = clock.instant().minus(failures.maximumAge().get());
    return (int) changes.stream().takeWhile(change -> change.created().isBefore(oldest)).count();
  }

  private static void pause(int failed) throws InterruptedException {
    long millis = FIRST_PAUSE.toMillis() << Math.min(failed, 10);
    Thread.sleep(Math.min(millis, LONGEST_PAUSE.toMillis()));
  }
}
