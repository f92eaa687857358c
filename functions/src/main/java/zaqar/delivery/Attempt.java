package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;

/**
 * One delivery that is due: of one message to one subscriber.
 *
 * @param failures how often it was tried in vain
 * @param due not before this
 * @param lastError why it failed last; empty if it never did
 */
record Attempt(
    QueueKey queue,
    SubscriptionId subscription,
    Announced message,
    int failures,
    Instant due,
    String lastError) {

  /** The first of a message's to a subscriber. */
  static Attempt first(QueueKey queue, SubscriptionId subscription, Announced message) {
    return new Attempt(queue, subscription, message, 0, message.availableAt(), "");
  }

  /** The next, after this one failed. */
  Attempt again(Instant newDue, String error) {
    return new Attempt(queue, subscription, message, failures + 1, newDue, error);
  }

  /** The same one, later. */
  Attempt postponed(Instant newDue) {
    return new Attempt(queue, subscription, message, failures, newDue, lastError);
  }

  String write() {
    ObjectNode document =
        Json.object()
            .put("project", queue.project().value())
            .put("queue", queue.name().value())
            .put("subscription", subscription.toString())
            .put("failures", failures)
            .put("due", due.toString())
            .put("last_error", lastError);
    document.set("message", message.write());
    return Json.write(document);
  }

  static Attempt read(JsonNode document) {
    return new Attempt(
        new QueueKey(
            new ProjectId(document.path("project").asText()),
            new QueueName(document.path("queue").asText())),
        SubscriptionId.parse(document.path("subscription").asText()).orElseThrow(),
        Announced.read(document.path("message")),
        document.path("failures").asInt(),
        Instant.parse(document.path("due").asText()),
        document.path("last_error").asText());
  }
}
