// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import zaqar.names.QueueName;
import zaqar.queues.RetryPolicy;
import zaqar.receivers.ReceiverCheck;
import zaqar.subscriptions.SubscriberCheck;

/**
 * Checks subscribers: they must be reachable in principle, and their options must work.
 *
 * @param longestName of a queue, in characters
 */
public record SubscriberRules(ReceiverCheck receivers, int longestName) implements SubscriberCheck {
  @Override
  public Optional<String> fault(String subscriber) {
    return receivers.fault(subscriber).map(fault -> "The subscriber " + fault);
  }

  @Override
  public boolean isOwn(String subscriber, String service) {
    return receivers.isOwn(subscriber, service);
  }

  @Override
  public Optional<String> fault(ObjectNode options) {
    return RetryPolicy.fault(options.path(RetryPolicy.OPTION))
        .map(fault -> RetryPolicy.OPTION + " " + fault)
        .or(() -> receivers.fault(options))
        .or(() -> CloudEvent.fault(options))
        .or(
            () ->
                BodyPattern.fault(options.path(BodyPattern.OPTION))
                    .map(fault -> BodyPattern.OPTION + " " + fault))
        .or(() -> deadLetterFault(options.path(DeadLetterSink.OPTION)));
  }

  @Override
  public Optional<String> fault(String subscriber, ObjectNode options) {
    return receivers.isMail(subscriber) ? CloudEvent.faultForMail(options) : Optional.empty();
  }

  private Optional<String> deadLetterFault(JsonNode queue) {
    return queue.isMissingNode()
            || (queue.isTextual() && QueueName.isValid(queue.textValue(), longestName))
        ? Optional.empty()
        : Optional.of(DeadLetterSink.OPTION + " must be the name of a queue.");
  }
}
