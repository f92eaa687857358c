// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.lambda.EventFunction;
import zaqar.local.template.StreamSource;
import zaqar.local.template.StreamSource.Failures;

/**
 * Takes batches of one shard through a function, in order, until each record is taken or given up.
 * Lambda's documentation has three rules for what fails. A call that throws is tried again in
 * halves, where the mapping wants that, and halving uses up no retry. An answer that names a record
 * is not halved: what was before that record is done, and the rest is tried again whole, even where
 * the record was the first. Retries used up, the rest is given up whole. The documentation does not
 * say whether a rest has all retries again; here it has not, so that nothing relies on it.
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

  /** For a function that follows a stream; {@code queues} sends what is given up. */
  static Delivery of(
      StreamSource source,
      EventFunction<DynamodbEvent, StreamsEventResponse> function,
      Optional<SqsClient> queues) {
    Clock clock = Clock.systemUTC();
    return new Delivery(
        new Calls(function, source.reportsItems()),
        source.failures(),
        new GivenUp(function.name(), source.table(), source.failures().queue(), queues, clock),
        clock);
  }

  /** A part of a batch, and how often it was tried again. */
  private record Part(List<Change> changes, int retries) {
    Part from(int first) {
      return new Part(changes.subList(first, changes.size()), retries);
    }

    Part to(int end) {
      return new Part(changes.subList(0, end), retries);
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
        givenUp.tell(shard, part.changes().subList(0, tooOld), GivenUp.TOO_OLD, part.retries());
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
    switch (calls.call(part.changes())) {
      case Calls.Outcome.Answered answered -> {
        if (answered.done() > 0) {
          done.accept(part.changes().get(answered.done() - 1));
        }
        if (answered.done() < size) {
          tryAgain(shard, part.from(answered.done()), parts, done);
        }
      }
      case Calls.Outcome.Failed failed -> {
        if (failures.bisect() && size > 1) {
          parts.push(part.from(size / 2));
          parts.push(part.to(size / 2));
        } else {
          tryAgain(shard, part, parts, done);
        }
      }
    }
  }

  private void tryAgain(String shard, Part part, Deque<Part> parts, Consumer<Change> done)
      throws InterruptedException {
    if (failures.retries().filter(most -> part.retries() >= most).isPresent()) {
      givenUp.tell(shard, part.changes(), GivenUp.TOO_OFTEN, part.retries() + 1);
      done.accept(part.changes().getLast());
    } else {
      pause(part.retries());
      parts.push(new Part(part.changes(), part.retries() + 1));
    }
  }

  private int tooOld(List<Change> changes) {
    if (failures.maximumAge().isEmpty()) {
      return 0;
    }
    Instant oldest = clock.instant().minus(failures.maximumAge().get());
    return (int) changes.stream().takeWhile(change -> change.created().isBefore(oldest)).count();
  }

  private static void pause(int retries) throws InterruptedException {
    long millis = FIRST_PAUSE.toMillis() << Math.min(retries, 10);
    Thread.sleep(Math.min(millis, LONGEST_PAUSE.toMillis()));
  }
}
