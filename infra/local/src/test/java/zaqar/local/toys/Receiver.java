// SPDX-License-Identifier: Apache-2.0
package zaqar.local.toys;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import zaqar.Service;
import zaqar.local.template.QueueResource;

/**
 * Writes down that a note came, with how often it was received. It refuses once what comes again,
 * always what never comes, and sends on what has to wait.
 */
public final class Receiver implements RequestHandler<SQSEvent, SQSBatchResponse> {
  /** How long a note waits, in seconds. */
  static final int DELAY_SECONDS = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** As the runtime makes it. */
  public Receiver(Service service) {}

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSMessage message : event.getRecords()) {
      if (!isTaken(message)) {
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  private static boolean isTaken(SQSMessage message) {
    JsonNode detail = read(message.getBody()).path("detail");
    String count = message.getAttributes().get("ApproximateReceiveCount");
    String id = detail.path("id").asText();
    switch (detail.path("text").asText()) {
      case "never" -> {
        return false;
      }
      case "again" -> {
        if (count.equals("1")) {
          return false;
        }
        write(id, count);
      }
      case "delayed" ->
          Machine.current()
              .queues()
              .sendMessage(
                  send ->
                      send.queueUrl(QueueResource.url("Deliveries"))
                          .delaySeconds(DELAY_SECONDS)
                          .messageBody(message.getBody().replace("delayed", "waited")));
      default -> write(id, count);
    }
    return true;
  }

  /** Tries again while the store is away, so that its absence is not held against a message. */
  private static void write(String id, String count) {
    while (true) {
      try {
        writeOnce(id, count);
        return;
      } catch (DynamoDbException e) {
        throw e;
      } catch (SdkException noStore) {
        LockSupport.parkNanos(100_000_000);
        if (Thread.currentThread().isInterrupted()) {
          throw noStore;
        }
      }
    }
  }

  private static void writeOnce(String id, String count) {
    Machine.current()
        .tables()
        .updateItem(
            request ->
                request
                    .tableName("Received")
                    .key(Map.of("id", AttributeValue.fromS(id)))
                    .updateExpression("SET received = :count ADD times :one")
                    .expressionAttributeValues(
                        Map.of(
                            ":count", AttributeValue.fromN(count),
                            ":one", AttributeValue.fromN("1"))));
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
