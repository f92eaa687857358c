// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.time.Duration;
import zaqar.names.QueueName;

/**
 * Where a message was before it was moved to a dead-letter queue, because it was claimed as often
 * as that queue allows.
 *
 * @param queue the queue that it was moved from, of the same project
 * @param claimCount how often it was claimed there
 * @param ttl what it had there
 */
public record DeadLetter(QueueName queue, long claimCount, Duration ttl) {}
