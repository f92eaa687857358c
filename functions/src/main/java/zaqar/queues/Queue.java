// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import com.fasterxml.jackson.databind.node.ObjectNode;
import zaqar.names.QueueName;

/**
 * A queue that exists.
 *
 * @param metadata as the client set it
 * @param version changes with the metadata
 */
public record Queue(QueueName name, ObjectNode metadata, long version) {}
