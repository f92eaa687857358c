// SPDX-License-Identifier: Apache-2.0
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
 * One delivery that is due: of one content to one subscriber.
 *
 * @param isSlow whether it goes by the queue of those whose receivers answer slowly
 * @param failures how often it was tried in vain
 * @param due not before this
 * @param lastError why it failed last; empty if it never did
 */
record DeliveryAttempt(
    QueueKey queue,
    SubscriptionId subscription,
    DeliveryContent content,
    boolean isSlow,
    int failures,
    Instant due,
    String lastError)
    implements DeliveryTask {
  private static final String MESSAGE = "message";
  private static final String CONFIRMATION = "confirmation";
  private static final String TEST = "test";
  private static final String GIVEN_UP = "given_up";

  /** The first of a content's to a subscriber. */
  static DeliveryAttempt first(
      QueueKey queue, SubscriptionId subscription, DeliveryContent content, boolean isSlow) {
    return new DeliveryAttempt(queue, subscription, content, isSlow, 0, content.availableAt(), "");
  }

  DeliveryAttempt again(Instant newDue, String error) {
    return new DeliveryAttempt(queue, subscription, content, isSlow, failures + 1, newDue, error);
  }

  DeliveryAttempt postponed(Instant newDue) {
    return new DeliveryAttempt(queue, subscription, content, isSlow, failures, newDue, lastError);
  }

  /** The same one, by this queue or the other. */
  DeliveryAttempt slow(boolean nowSlow) {
    return new DeliveryAttempt(queue, subscription, content, nowSlow, failures, due, lastError);
  }

  DeliveryAttempt about(DeliveryContent other) {
    return new DeliveryAttempt(queue, subscription, other, isSlow, failures, due, lastError);
  }

  @Override
  public String write() {
    return Json.write(document());
  }

  /** As {@link #write}, for when it is not tried any more; whoever reads that begins anew. */
  String writeGivenUp(Instant now, String error) {
    return Json.write(again(due, error).document().put(GIVEN_UP, now.toString()));
  }

  private ObjectNode document() {
    ObjectNode document =
        Json.object()
            .put("project", queue.project().value())
            .put("queue", queue.name().value())
            .put("subscription", subscription.toString())
            .put("slow", isSlow)
            .put("failures", failures)
            .put("due", due.toString())
            .put("last_error", lastError);
    String kind =
        switch (content) {
          case AnnouncedMessage message -> MESSAGE;
          case Confirmation confirmation -> CONFIRMATION;
          case TestNotification test -> TEST;
        };
    document.set(kind, content.write());
    return document;
  }

  private static DeliveryContent content(JsonNode document) {
    if (document.has(MESSAGE)) {
      return AnnouncedMessage.read(document.get(MESSAGE));
    }
    return document.has(TEST)
        ? TestNotification.read(document.get(TEST))
        : Confirmation.read(document.path(CONFIRMATION));
  }

  static DeliveryAttempt read(JsonNode document) {
    return new DeliveryAttempt(
        new QueueKey(
            new ProjectId(document.path("project").asText()),
            new QueueName(document.path("queue").asText())),
        SubscriptionId.parse(document.path("subscription").asText()).orElseThrow(),
        content(document),
        document.path("slow").asBoolean(),
        document.has(GIVEN_UP) ? 0 : document.path("failures").asInt(),
        Instant.parse(document.path("due").asText()),
        document.path("last_error").asText());
  }
}
