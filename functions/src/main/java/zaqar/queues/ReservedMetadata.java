// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import zaqar.http.Json;
import zaqar.http.JsonValues;
import zaqar.names.QueueName;
import zaqar.settings.Limits;

/**
 * The part of a queue's metadata that decides how the queue behaves (contract 4.1), with the
 * service's defaults where it says nothing.
 *
 * @param deadLetters where messages go that were claimed too often, if the queue wants that
 * @param encrypts whether bodies are encrypted
 * @param isMeasured whether the queue has metrics of its own
 */
public record ReservedMetadata(
    Duration messageTtl,
    int maxMessagesPostSize,
    Duration messageDelay,
    Optional<DeadLetters> deadLetters,
    boolean encrypts,
    boolean isMeasured) {
  static final String MESSAGE_TTL = "_default_message_ttl";
  static final String POST_SIZE = "_max_messages_post_size";
  static final String DELAY = "_default_message_delay";
  static final String DEAD_LETTER_QUEUE = "_dead_letter_queue";
  static final String DEAD_LETTER_TTL = "_dead_letter_queue_messages_ttl";
  static final String MAX_CLAIMS = "_max_claim_count";
  static final String ENCRYPT = "_enable_encrypt_messages";
  static final String SHARDS = "_shards";
  static final String FLAVOR = "_flavor";
  static final String METRICS = "_metrics";

  /** The keys that every queue is shown with, set or not. */
  static final List<String> ALWAYS_SHOWN =
      List.of(
          MESSAGE_TTL, POST_SIZE, DELAY, DEAD_LETTER_QUEUE, DEAD_LETTER_TTL, MAX_CLAIMS, ENCRYPT);

  /**
   * What becomes of messages that were claimed too often.
   *
   * @param maxClaimCount claims that deliver a message before the next one moves it
   * @param ttl the moved message's, if it gets one of its own
   */
  public record DeadLetters(long maxClaimCount, QueueName queue, Optional<Duration> ttl) {}

  /** Whether messages of this queue are delayed that do not say otherwise. */
  public boolean delays() {
    return messageDelay.isPositive();
  }

  /** Reads metadata that was checked when it was set. */
  public static ReservedMetadata read(JsonNode metadata, Limits limits) {
    return new ReservedMetadata(
        seconds(metadata, MESSAGE_TTL).orElse(limits.defaultMessageTtl()),
        Math.min(
            limits.maxMessagesPostSize(),
            set(metadata, POST_SIZE)
                .map(size -> (int) JsonValues.integer(size).orElse(0))
                .orElse(limits.maxMessagesPostSize())),
        seconds(metadata, DELAY).orElse(limits.defaultMessageDelay()),
        deadLetters(metadata),
        set(metadata, ENCRYPT).isPresent(),
        set(metadata, METRICS).isPresent());
  }

  private static Optional<DeadLetters> deadLetters(JsonNode metadata) {
    JsonNode count = metadata.path(MAX_CLAIMS);
    return set(metadata, DEAD_LETTER_QUEUE)
        .filter(queue -> !count.isMissingNode() && !count.isNull())
        .map(
            queue ->
                new DeadLetters(
                    JsonValues.integer(count).orElse(0),
                    new QueueName(queue.textValue()),
                    seconds(metadata, DEAD_LETTER_TTL)));
  }

  private static Optional<Duration> seconds(JsonNode metadata, String key) {
    return set(metadata, key).map(value -> Duration.ofSeconds(JsonValues.integer(value).orElse(0)));
  }

  /** The flavor that a queue asks for. */
  static Optional<String> flavor(JsonNode metadata) {
    return set(metadata, FLAVOR).map(JsonNode::asText);
  }

  private static Optional<JsonNode> set(JsonNode metadata, String key) {
    return Optional.ofNullable(metadata.get(key)).filter(value -> !JsonValues.isFalsy(value));
  }

  /** The reserved part of metadata, as the queue's state keeps it. */
  static ObjectNode extract(ObjectNode metadata) {
    List<String> kept = new ArrayList<>(ALWAYS_SHOWN);
    kept.add(METRICS);
    return metadata.deepCopy().retain(kept);
  }

  /** The metadata as shown: with the reserved keys that are unset or falsy at their defaults. */
  static ObjectNode shown(ObjectNode metadata, Limits limits) {
    ObjectNode shown = metadata.deepCopy();
    ObjectNode defaults =
        Json.object()
            .put(MESSAGE_TTL, limits.defaultMessageTtl().toSeconds())
            .put(POST_SIZE, limits.maxMessagesPostSize())
            .put(DELAY, limits.defaultMessageDelay().toSeconds())
            .putNull(DEAD_LETTER_QUEUE)
            .putNull(DEAD_LETTER_TTL)
            .putNull(MAX_CLAIMS)
            .put(ENCRYPT, false);
    defaults
        .propertyStream()
        .filter(reserved -> set(metadata, reserved.getKey()).isEmpty())
        .forEach(reserved -> shown.set(reserved.getKey(), reserved.getValue()));
    return shown;
  }
}
