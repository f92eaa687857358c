package zaqar.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.http.Json;
import zaqar.messages.Messages;
import zaqar.names.QueueName;
import zaqar.subscriptions.Subscription;

/**
 * Where deliveries go that were given up: to the queue of the same project that the subscription
 * names, or else to a queue of the operator's, from where they can be sent again.
 */
final class Undelivered {
  static final String OPTION = "_dead_letter_queue";

  private final Messages messages;
  private final SqsClient client;
  private final String url;

  /**
   * Keeps what was given up.
   *
   * @param url of the operator's queue
   */
  Undelivered(Messages messages, SqsClient client, String url) {
    this.messages = messages;
    this.client = client;
    this.url = url;
  }

  /**
   * Keeps a delivery, with why it failed. What tells of a failed delivery itself makes no further
   * letter, so that two queues whose subscribers are both away do not keep each other busy.
   */
  void keep(Attempt attempt, Subscription to, String reason, String body) {
    Optional<QueueName> queue =
        Optional.ofNullable(to.options().path(OPTION).textValue())
            .filter(name -> !attempt.message().isLetter())
            .map(QueueName::new);
    if (queue.isPresent()) {
      messages.postLetter(
          attempt.queue().sibling(queue.get()), Json.write(letter(attempt, to, reason, body)));
    } else {
      String given = attempt.again(attempt.due(), reason).write();
      client.sendMessage(r -> r.queueUrl(url).messageBody(given));
    }
  }

  private static ObjectNode letter(Attempt attempt, Subscription to, String reason, String body) {
    ObjectNode letter =
        Json.object()
            .put("queue_name", attempt.queue().name().value())
            .put("message_id", attempt.message().id().toString())
            .put("ttl", attempt.message().ttl().toSeconds());
    if (!body.isEmpty()) {
      letter.putRawValue("body", new RawValue(body));
    }
    return letter
        .put("subscription_id", to.id().toString())
        .put("subscriber", to.subscriber())
        .put("attempts", attempt.failures() + 1)
        .put("last_error", reason);
  }
}
