// SPDX-License-Identifier: Apache-2.0
package zaqar.aws;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends to queues of SQS, as much in one call as it takes.
 *
 * @param client stays the caller's
 */
public record SqsBatches(SqsClient client) {
  private static final int ATTEMPTS = 3;

  /**
   * What a queue is to take.
   *
   * @param delay how long it holds that back; whole seconds
   * @param group what has a backlog of its own; letters, digits and hyphens
   */
  public record Entry(String body, Duration delay, Optional<String> group) {}

  /**
   * Sends entries. Those of a call that a queue does not take are sent again, without the others.
   *
   * @throws IllegalStateException if it keeps refusing some of them; later calls are not made then
   */
  public void send(String url, Stream<Entry> entries) {
    BatchPacker<Entry> calls = BatchPacker.intoCalls(call -> sendAll(url, call));
    entries.forEachOrdered(entry -> calls.add(entry, BatchPacker.bytes(entry.body())));
    calls.finish();
  }

  private void sendAll(String url, List<Entry> call) {
    List<SendMessageBatchRequestEntry> left =
        IntStream.range(0, call.size()).mapToObj(i -> entry(i, call.get(i))).toList();
    String code = "";
    for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
      List<SendMessageBatchRequestEntry> sent = left;
      List<BatchResultErrorEntry> failed =
          client.sendMessageBatch(r -> r.queueUrl(url).entries(sent)).failed();
      Set<String> ids = failed.stream().map(BatchResultErrorEntry::id).collect(Collectors.toSet());
      left = sent.stream().filter(entry -> ids.contains(entry.id())).toList();
      code = failed.isEmpty() ? "" : failed.getFirst().code();
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("a queue did not take " + left.size() + " entries: " + code);
    }
  }

  private static SendMessageBatchRequestEntry entry(int number, Entry entry) {
    return SendMessageBatchRequestEntry.builder()
        .id(Integer.toString(number))
        .messageBody(entry.body())
        .delaySeconds((int) entry.delay().toSeconds())
        .messageGroupId(entry.group().orElse(null))
        .build();
  }
}
