// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import java.time.Duration;
import java.time.Instant;

/**
 * What a queue's metadata says.
 *
 * @param delay seconds before a message can be claimed that gives no delay itself
 * @param maxClaims how often a message is delivered before it goes to the dead-letter queue; 0 if
 *     the queue has none
 * @param deadTtl seconds that a dead letter lives; 0 if it keeps its ttl
 */
record Rules(int delay, int maxClaims, int deadTtl, int shards) {
  static final Rules NONE = new Rules(0, 0, 0, 1);

  /** The metadata that says so. */
  String metadata(String deadLetterQueue) {
    String metadata = "\"_shards\":" + shards;
    if (delay > 0) {
      metadata += ",\"_default_message_delay\":" + delay;
    }
    if (maxClaims > 0) {
      metadata += ",\"_max_claim_count\":" + maxClaims;
      metadata += ",\"_dead_letter_queue\":\"" + deadLetterQueue + "\"";
    }
    if (deadTtl > 0) {
      metadata += ",\"_dead_letter_queue_messages_ttl\":" + deadTtl;
    }
    return "{" + metadata + "}";
  }

  /** When a message becomes available that asks for a delay, or for none if that is negative. */
  Instant delayedUntil(int asked, Instant now) {
    int seconds = asked < 0 ? delay : asked;
    return seconds == 0 ? Instant.EPOCH : now.plusSeconds(seconds);
  }

  /** The ttl of a message that goes to the dead-letter queue. */
  Duration deadTtl(Duration before) {
    return deadTtl == 0 ? before : Duration.ofSeconds(deadTtl);
  }
}
