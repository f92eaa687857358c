// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.names.QueueName;
import zaqar.settings.Limits;

/**
 * Finds what is wrong with a queue's metadata: with its size, and with what is reserved (contract
 * 4.1). Null is always fine: it reads as the default.
 *
 * @param canEncrypt whether there is a key for that
 */
record MetadataCheck(Limits limits, boolean canEncrypt) {
  static final int MAX_SHARDS = 64;

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
            check(metadata, ReservedMetadata.ENCRYPT, this::encryption),
            check(metadata, ReservedMetadata.METRICS, MetadataCheck::metrics),
            check(metadata, ReservedMetadata.FLAVOR, MetadataCheck::flavor),
            check(metadata, RetryPolicy.OPTION, RetryPolicy::fault),
            size(metadata))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> size(ObjectNode metadata) {
    return Json.size(metadata) > limits.maxQueueMetadata()
        ? Optional.of("Metadata may not be larger than " + limits.maxQueueMetadata() + " bytes.")
        : Optional.empty();
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
      OptionalLong number = JsonValues.integer(value);
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

  private static Optional<String> flavor(JsonNode value) {
    return value.isTextual() || JsonValues.isFalsy(value)
        ? Optional.empty()
        : Optional.of("must be the name of a flavor.");
  }

  private static Optional<String> metrics(JsonNode value) {
    return value.isBoolean() ? Optional.empty() : Optional.of("must be a boolean.");
  }

  private Optional<String> encryption(JsonNode value) {
    if (!value.isBoolean()) {
      return Optional.of("must be a boolean.");
    }
    return value.booleanValue() && !canEncrypt
        ? Optional.of("cannot be true: this service was given no key to encrypt with.")
        : Optional.empty();
  }
}
