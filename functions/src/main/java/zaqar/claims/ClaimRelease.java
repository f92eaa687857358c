// SPDX-License-Identifier: Apache-2.0
package zaqar.claims;

import java.time.Clock;
import java.util.List;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.QueueInPool;
import zaqar.messages.AvailableMessages;
import zaqar.names.ClaimId;
import zaqar.names.MessageId;
import zaqar.queues.Recheck;

/** Gives messages back to the queue, so that the next claim finds them. */
final class ClaimRelease {
  private final ClaimedMessageStore store;
  private final AvailableMessages head;
  private final Clock clock;

  ClaimRelease(Platform platform, ClaimedMessageStore store, AvailableMessages head) {
    clock = platform.clock();
    this.store = store;
    this.head = head;
  }

  /** Frees what the claim holds of these messages, and then says where they are. */
  void release(QueueInPool queue, ClaimId claim, List<MessageId> candidates) {
    List<MessageId> there = store.release(queue, claim, candidates, clock.instant());
    head.announce(queue.queue(), there, Recheck.AT_ONCE);
  }
}
