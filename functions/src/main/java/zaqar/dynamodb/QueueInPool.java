// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import zaqar.names.QueueKey;

/**
 * A queue, and where its messages are.
 *
 * @param table name of its pool's message table
 */
public record QueueInPool(QueueKey queue, String table) {}
