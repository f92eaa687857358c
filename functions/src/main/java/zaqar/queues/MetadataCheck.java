// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Predicate;
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
            range(metadata, ReservedMetadata.MESSAGE_TTL, minTtl, maxTtl),
            range(metadata, ReservedMetadata.POST_SIZE, 1, limits.maxMessagesPostSize()),
            range(metadata, ReservedMetadata.DELAY, 0, limits.maxMessageDelay().toSeconds()),
            range(metadata, ReservedMetadata.DEAD_LETTER_TTL, minTtl, maxTtl),
            range(metadata, ReservedMetadata.MAX_CLAIMS, Long.MIN_VALUE, Long.MAX_VALUE),
            range(metadata, ReservedMetadata.SHARDS, 1, MAX_SHARDS),
            check(
                metadata,
                ReservedMetadata.DEAD_LETTER_QUEUE,
                value ->
                    value.isTextual()
                        && QueueName.isValid(value.textValue(), limits.maxQueueNameLength()),
                "must be the name of a queue."),
            check(
                metadata,
                ReservedMetadata.DEAD_LETTER_QUEUE,
                value -> !queue.value().equals(value.textValue()),
                "must be another queue: a queue cannot take its own dead letters."),
            check(metadata, ReservedMetadata.ENCRYPT, JsonNode::isBoolean, "must be a boolean."),
            check(
                metadata,
                ReservedMetadata.ENCRYPT,
                value -> canEncrypt || !value.booleanValue(),
                "cannot be true: this service was given no key to encrypt with."),
            check(metadata, ReservedMetadata.METRICS, JsonNode::isBoolean, "must be a boolean."),
            check(
                metadata,
                ReservedMetadata.FLAVOR,
                value -> value.isTextual() || JsonValues.isFalsy(value),
                "must be the name of a flavor."),
            set(metadata, RetryPolicy.OPTION)
                .flatMap(RetryPolicy::fault)
                .map(fault -> RetryPolicy.OPTION + " " + fault),
            Optional.of("Metadata may not be larger than " + limits.maxQueueMetadata() + " bytes.")
                .filter(fault -> Json.size(metadata) > limits.maxQueueMetadata()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> check(
      ObjectNode metadata, String key, Predicate<JsonNode> rule, String fault) {
    return set(metadata, key).filter(rule.negate()).map(value -> key + " " + fault);
  }

  private static Optional<String> range(ObjectNode metadata, String key, long least, long most) {
    return set(metadata, key)
        .map(JsonValues::integer)
        .filter(n -> n.isEmpty() || n.getAsLong() < least || n.getAsLong() > most)
        .map(n -> n.isEmpty() ? "an integer." : "from " + least + " to " + most + ".")
        .map(fault -> key + " must be " + fault);
  }

  private static Optional<JsonNode> set(ObjectNode metadata, String key) {
    return Optional.ofNullable(metadata.get(key)).filter(value -> !value.isNull());
  }
}
