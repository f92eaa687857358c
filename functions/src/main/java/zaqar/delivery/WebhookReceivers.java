package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import zaqar.names.QueueName;
import zaqar.queues.RetryPolicy;
import zaqar.subscriptions.Receivers;

/** What webhooks may be subscribed: those that the guard would call, with options that work. */
public final class WebhookReceivers implements Receivers {
  private final AddressGuard guard;
  private final int longestName;

  /**
   * Asks {@code guard}.
   *
   * @param longestName of a queue, in characters
   */
  public WebhookReceivers(AddressGuard guard, int longestName) {
    this.guard = guard;
    this.longestName = longestName;
  }

  @Override
  public Optional<String> fault(String subscriber) {
    return subscriber.regionMatches(true, 0, "mailto:", 0, "mailto:".length())
        ? Optional.of("Subscribers by mail are not part of this release.")
        : guard.fault(subscriber).map(fault -> "The subscriber " + fault);
  }

  @Override
  public Optional<String> fault(ObjectNode options) {
    return RetryPolicy.fault(options.path("_retry_policy"))
        .map(fault -> "_retry_policy " + fault)
        .or(() -> WebhookOptions.fault(options))
        .or(() -> deadLetterFault(options.path(Undelivered.OPTION)));
  }

  private Optional<String> deadLetterFault(JsonNode queue) {
    return queue.isMissingNode()
            || (queue.isTextual() && QueueName.isValid(queue.textValue(), longestName))
        ? Optional.empty()
        : Optional.of(Undelivered.OPTION + " must be the name of a queue.");
  }
}
