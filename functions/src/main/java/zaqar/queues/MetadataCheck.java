package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import zaqar.http.Fields;
import zaqar.names.QueueName;
import zaqar.settings.Limits;

/**
 * Finds what is wrong with a queue's reserved metadata (contract 4.1). Null is always fine: it
 * reads as the default.
 */
final class MetadataCheck {
  static final int MAX_SHARDS = 64;
  private static final Set<String> BACKOFFS =
      Set.of("linear", "arithmetic", "geometric", "exponential");
  private static final List<String> RETRY_NUMBERS =
      List.of(
          "retries_with_no_delay",
          "minimum_delay_retries",
          "minimum_delay",
          "maximum_delay",
          "maximum_delay_retries");
  private static final long DEFAULT_MINIMUM_DELAY = 5;
  private static final long DEFAULT_MAXIMUM_DELAY = 30;
  private static final long LEAST_DELAY_GAP = 10;

  private final Limits limits;

  MetadataCheck(Limits limits) {
    this.limits = limits;
  }

  /** The first fault, as a sentence for the client; empty if there is none. */
  Optional<String> fault(QueueName queue, ObjectNode metadata) {
    long minTtl = limits.minMessageTtl().toSeconds();
    long maxTtl = limits.maxMessageTtl().toSeconds();
    return Stream.<Optional<String>>of(
            check(metadata, ReservedMetadata.MESSAGE_TTL, within(minTtl, maxTtl)),
            check(metadata, ReservedMetadata.POST_SIZE, within(1, limits.maxMessagesPostSize())),
            check(
                metadata, ReservedMetadata.DELAY, within(0, limits.maxMessageDelay().toSeconds())),
            check(metadata, ReservedMetadata.DEAD_LETTER_TTL, within(minTtl, maxTtl)),
            check(metadata, ReservedMetadata.MAX_CLAIMS, within(Long.MIN_VALUE, Long.MAX_VALUE)),
            check(metadata, ReservedMetadata.SHARDS, within(1, MAX_SHARDS)),
            check(metadata, ReservedMetadata.DEAD_LETTER_QUEUE, value -> deadLetters(queue, value)),
            check(metadata, ReservedMetadata.ENCRYPT, MetadataCheck::encryption),
            check(metadata, ReservedMetadata.RETRY_POLICY, MetadataCheck::retryPolicy))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> check(
      ObjectNode metadata, String key, Function<JsonNode, Optional<String>> rule) {
    JsonNode value = metadata.get(key);
    return value == null || value.isNull()
        ? Optional.empty()
        : rule.apply(value).map(fault -> key + " " + fault);
  }

  private static Function<JsonNode, Optional<String>> within(long least, long most) {
    return value -> {
      OptionalLong number = Fields.integer(value);
      if (number.isEmpty()) {
        return Optional.of("must be an integer.");
      }
      return number.getAsLong() < least || number.getAsLong() > most
          ? Optional.of("must be from " + least + " to " + most + ".")
          : Optional.empty();
    };
  }

  private Optional<String> deadLetters(QueueName queue, JsonNode value) {
    if (!value.isTextual() || !QueueName.isValid(value.textValue(), limits.maxQueueNameLength())) {
      return Optional.of("must be the name of a queue.");
    }
    return value.textValue().equals(queue.value())
        ? Optional.of("must be another queue: a queue cannot take its own dead letters.")
        : Optional.empty();
  }

  private static Optional<String> encryption(JsonNode value) {
    if (!value.isBoolean()) {
      return Optional.of("must be a boolean.");
    }
    return value.booleanValue()
        ? Optional.of("cannot be true: this release does not encrypt bodies itself.")
        : Optional.empty();
  }

  private static Optional<String> retryPolicy(JsonNode policy) {
    if (Fields.isFalsy(policy)) {
      return Optional.empty();
    }
    if (!policy.isObject()) {
      return Optional.of("must be an object.");
    }
    Optional<String> notANumber =
        RETRY_NUMBERS.stream()
            .filter(key -> isSet(policy, key) && Fields.integer(policy.get(key)).isEmpty())
            .findFirst();
    if (notANumber.isPresent()) {
      return Optional.of("needs an integer as " + notANumber.get() + ".");
    }
    JsonNode backoff = policy.path("retry_backoff_function");
    if (isSet(policy, "retry_backoff_function") && !BACKOFFS.contains(backoff.asText())) {
      return Optional.of(
          "needs linear, arithmetic, geometric or exponential as retry_backoff_function.");
    }
    if (isSet(policy, "ignore_subscription_override")
        && !policy.get("ignore_subscription_override").isBoolean()) {
      return Optional.of("needs a boolean as ignore_subscription_override.");
    }
    long minimum = policy.path("minimum_delay").asLong(DEFAULT_MINIMUM_DELAY);
    long maximum = policy.path("maximum_delay").asLong(DEFAULT_MAXIMUM_DELAY);
    return maximum - minimum < LEAST_DELAY_GAP
        ? Optional.of("needs a maximum_delay at least " + LEAST_DELAY_GAP + " above minimum_delay.")
        : Optional.empty();
  }

  private static boolean isSet(JsonNode policy, String key) {
    return policy.has(key) && !Fields.isFalsy(policy.get(key));
  }
}
