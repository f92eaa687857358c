// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import zaqar.dynamodb.QueueInPool;
import zaqar.dynamodb.TimeBounds;
import zaqar.names.QueueKey;
import zaqar.queues.QueueHead;
import zaqar.queues.QueueState;
import zaqar.queues.Recheck;

/**
 * What one request has found at the head of a queue: messages that it may try to take, and what it
 * passed over to find them.
 *
 * @param asked when the search was sent, by this instance's own clock
 * @param now when the search was sent: what was available then is what the tries are conditioned on
 * @param oldest the oldest messages that can be taken
 * @param messages those that this request may try
 * @param isIncomplete whether there may be more to take at once: another request of this instance
 *     was faster with some, or there was more to look through than one search does
 * @param ticket of this request's tries
 */
public record Candidates(
    QueueKey queue,
    QueueHead head,
    Instant asked,
    TimeBounds now,
    List<Message> oldest,
    List<Message> messages,
    List<Searched> searched,
    boolean isIncomplete,
    long ticket) {
  /**
   * A range that was searched.
   *
   * @param recheck the recheck that asked for it; empty where it begins at the cursor
   */
  record Searched(ShardScan scan, Optional<Recheck> recheck) {}

  /** The state of the queue. */
  public QueueState state() {
    return head.state();
  }

  /** Where the messages are. */
  public QueueInPool place() {
    return state().place(queue);
  }
}
