// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.aws.SqsBatches;
import zaqar.http.Json;

/**
 * Keeps records of the stream that can never be announced. Each goes alone to the queue where
 * Lambda writes what it gave up, in the form that Lambda uses, so that the rest of its batch goes
 * on.
 *
 * @param clients makes a client, which is closed after its use: it is hardly ever needed
 * @param queue its URL
 */
record UnannouncedSink(Supplier<SqsClient> clients, String queue, Clock clock) {
  /** Beside Lambda's own conditions: RetryAttemptsExhausted and RecordAgeExceeded. */
  private static final String CONDITION = "RecordUnannounceable";

  /** Keeps the places of these records; throws if some may not be kept. */
  void keep(List<StreamEntry.Failure> entries) {
    if (!entries.isEmpty()) {
      try (SqsClient client = clients.get()) {
        new SqsBatches(client)
            .send(
                queue,
                entries.stream()
                    .map(
                        entry ->
                            new SqsBatches.Entry(write(entry), Duration.ZERO, Optional.empty())));
      }
    }
  }

  private String write(StreamEntry.Failure entry) {
    StreamEntry.Position place = entry.place();
    ObjectNode document = Json.object();
    document.put("version", "1.0").put("timestamp", clock.instant().toString());
    document
        .putObject("requestContext")
        .put("condition", CONDITION)
        .put("reason", entry.reason().toString());
    document
        .putObject("DDBStreamBatchInfo")
        .put("startSequenceNumber", place.sequenceNumber())
        .put("endSequenceNumber", place.sequenceNumber())
        .put("approximateArrivalOfFirstRecord", place.created().toString())
        .put("approximateArrivalOfLastRecord", place.created().toString())
        .put("batchSize", 1)
        .put("streamArn", place.stream());
    return Json.line(document);
  }
}
