package zaqar.delivery;

import java.time.Instant;
import zaqar.messages.Message;

/** What a record of the message table's stream says. */
public sealed interface Heard {
  /** Where it says so. */
  Place place();

  /**
   * A message was written.
   *
   * @param partition that it was written to
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Posted(Place place, byte[] partition, Message message) implements Heard {}

  /** A message was written that cannot be read. */
  record Unreadable(Place place, RuntimeException fault) implements Heard {}

  /**
   * The place of a record.
   *
   * @param stream the ARN of the stream
   * @param sequenceNumber its number in its shard
   * @param created when the table changed
   */
  record Place(String stream, String sequenceNumber, Instant created) {}
}
