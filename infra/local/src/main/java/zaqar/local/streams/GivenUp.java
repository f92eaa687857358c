// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.template.Arn;
import zaqar.local.template.QueueResource;

/**
 * Tells which records were given up, in the log and, where the template wants it, in a queue: as on
 * Lambda, by their places in the stream.
 */
final class GivenUp {
  /** The condition of records that failed again and again. */
  static final String TOO_OFTEN = "RetryAttemptsExhausted";

  /** The condition of records that were not taken in time. */
  static final String TOO_OLD = "RecordAgeExceeded";

  private static final System.Logger LOG = System.getLogger(GivenUp.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long AFTER_A_FAULT_MILLIS = 500;

  private final String function;
  private final String table;
  private final Optional<String> queue;
  private final Optional<SqsClient> client;
  private final Clock clock;

  GivenUp(
      String function,
      String table,
      Optional<String> queue,
      Optional<SqsClient> client,
      Clock clock) {
    this.function = function;
    this.table = table;
    this.queue = queue;
    this.client = client;
    this.clock = clock;
  }

  /** Returns when it is told. */
  void tell(String shard, List<Change> changes, String condition, int calls)
      throws InterruptedException {
    LOG.log(
        Level.ERROR,
        "{0} gives up {1} records of {2} from {3} on: {4}",
        function,
        changes.size(),
        table,
        changes.getFirst().sequenceNumber(),
        condition);
    if (queue.isPresent() && client.isPresent()) {
      String body = message(shard, changes, condition, calls).toString();
      while (!isSent(client.get(), QueueResource.url(queue.get()), body)) {
        Thread.sleep(AFTER_A_FAULT_MILLIS);
      }
    }
  }

  private static boolean isSent(SqsClient client, String url, String body) {
    try {
      client.sendMessage(message -> message.queueUrl(url).messageBody(body));
      return true;
    } catch (SdkException e) {
      LOG.log(Level.WARNING, "cannot tell which records were given up", e);
      return false;
    }
  }

  private ObjectNode message(String shard, List<Change> changes, String condition, int calls) {
    ObjectNode message = JSON.createObjectNode();
    message
        .putObject("requestContext")
        .put("requestId", UUID.randomUUID().toString())
        .put("functionArn", Arn.of("lambda", "function:" + function).text())
        .put("condition", condition)
        .put("approximateInvokeCount", calls);
    message
        .putObject("responseContext")
        .put("statusCode", 200)
        .put("executedVersion", "$LATEST")
        .put("functionError", "Unhandled");
    message.put("version", "1.0").put("timestamp", clock.instant().toString());
    message
        .putObject("DDBStreamBatchInfo")
        .put("shardId", shard)
        .put("startSequenceNumber", changes.getFirst().sequenceNumber())
        .put("endSequenceNumber", changes.getLast().sequenceNumber())
        .put("approximateArrivalOfFirstRecord", changes.getFirst().created().toString())
        .put("approximateArrivalOfLastRecord", changes.getLast().created().toString())
        .put("batchSize", changes.size())
        .put("streamArn", changes.getFirst().json().path("eventSourceARN").asText());
    return message;
  }
}
