// SPDX-License-Identifier: Apache-2.0
package zaqar.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.template.QueueResource;

/**
 * EventBridge's one action here. An event is answered with its id when it is in the queues of all
 * rules that match, so that nothing that was answered can get lost.
 */
final class PutEvents {
  private static final System.Logger LOG = System.getLogger(PutEvents.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ENTRIES = 10;

  /** The least that EventBridge takes anywhere; in most regions it is 1 MB by now. */
  private static final int MOST_BYTES = 256 * 1024;

  private final Rules rules;
  private final SqsClient queues;
  private final Clock clock;

  PutEvents(Rules rules, SqsClient queues, Clock clock) {
    this.rules = rules;
    this.queues = queues;
    this.clock = clock;
  }

  /** The answer to a request. */
  ObjectNode answer(JsonNode request) throws RefusedRequest {
    List<Entry> entries = request.path("Entries").valueStream().map(Entry::new).toList();
    check(entries);
    ArrayNode results = JSON.createArrayNode();
    int failed = 0;
    for (Entry entry : entries) {
      String id = UUID.randomUUID().toString();
      Optional<EntryError> error = put(entry, id);
      ObjectNode result = results.addObject();
      if (error.isPresent()) {
        failed++;
        result.put("ErrorCode", error.get().code()).put("ErrorMessage", error.get().message());
      } else {
        result.put("EventId", id);
      }
    }
    ObjectNode answer = JSON.createObjectNode().put("FailedEntryCount", failed);
    answer.set("Entries", results);
    return answer;
  }

  private static void check(List<Entry> entries) throws RefusedRequest {
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      String bound = entries.isEmpty() ? "greater than or equal to 1" : "less than or equal to 10";
      throw RefusedRequest.invalid(
          "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
              + ("Member must have length " + bound));
    }
    if (entries.stream().mapToInt(Entry::bytes).sum() > MOST_BYTES) {
      throw RefusedRequest.invalid("Total size of the entries in the request is over the limit.");
    }
  }

  private Optional<EntryError> put(Entry entry, String id) {
    Optional<EntryError> error = entry.error();
    if (error.isPresent()) {
      return error;
    }
    if (!rules.know(entry.bus())) {
      return Optional.of(EntryError.noBus(entry.bus()));
    }
    ObjectNode event = entry.event(id, clock);
    try {
      for (String queue : rules.queues(entry.bus(), event)) {
        queues.sendMessage(
            message -> message.queueUrl(QueueResource.url(queue)).messageBody(event.toString()));
      }
      return Optional.empty();
    } catch (SdkException e) {
      LOG.log(Level.WARNING, "an event reaches not all of its queues", e);
      return Optional.of(EntryError.INTERNAL_FAILURE);
    }
  }
}
