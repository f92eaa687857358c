// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zaqar.local.lambda.EventFunction;
import zaqar.local.lambda.FailedCall;

/**
 * Calls a function with batches of a stream, and reads its answers as Lambda does: no failures, or
 * none at all, are a success; the lowest record that failed is where to go on; a name that is none
 * fails the batch whole.
 */
final class Calls {
  private final EventFunction<DynamodbEvent, StreamsEventResponse> function;
  private final boolean reportsItems;

  Calls(EventFunction<DynamodbEvent, StreamsEventResponse> function, boolean reportsItems) {
    this.function = function;
    this.reportsItems = reportsItems;
  }

  /** What came of a call. */
  sealed interface Outcome {
    /** The function answered, and has done so many records, from the first on. */
    record Answered(int done) implements Outcome {}

    /** It threw, or took too long. */
    record Failed() implements Outcome {}
  }

  Outcome call(List<Change> batch) throws InterruptedException {
    try {
      StreamsEventResponse answer = function.call(StreamEvents.of(batch));
      return new Outcome.Answered(reportsItems ? beforeFailures(batch, answer) : batch.size());
    } catch (FailedCall e) {
      return new Outcome.Failed();
    }
  }

  private static int beforeFailures(List<Change> batch, @Nullable StreamsEventResponse answer) {
    if (answer == null
        || answer.getBatchItemFailures() == null
        || answer.getBatchItemFailures().isEmpty()) {
      return batch.size();
    }
    List<String> sent = batch.stream().map(Change::sequenceNumber).toList();
    return answer.getBatchItemFailures().stream()
        .map(BatchItemFailure::getItemIdentifier)
        .mapToInt(failed -> Math.max(0, sent.indexOf(failed)))
        .min()
        .orElseThrow();
  }
}
