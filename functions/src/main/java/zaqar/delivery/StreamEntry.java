// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Instant;
import zaqar.messages.Message;

/** An entry of the message table's stream. */
public sealed interface StreamEntry {
  /** Where it says so. */
  Position place();

  /**
   * A message was written.
   *
   * @param partition that it was written to
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Posted(Position place, byte[] partition, Message message) implements StreamEntry {}

  /** A message was written that cannot be read. */
  record Unreadable(Position place, RuntimeException fault) implements StreamEntry {}

  /** A record that is not announced, and why. */
  record Failure(Position place, RuntimeException reason) {}

  /**
   * The place of a record.
   *
   * @param stream the ARN of the stream
   * @param sequenceNumber its number in its shard
   * @param created when the table changed
   */
  record Position(String stream, String sequenceNumber, Instant created) {}
}
