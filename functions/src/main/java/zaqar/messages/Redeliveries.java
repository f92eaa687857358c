// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import java.util.List;
import java.util.Set;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/** Delivers once more what letters about deliveries hold (contract 9.6). */
public interface Redeliveries {
  /**
   * Has letters delivered to the subscribers that they are about.
   *
   * @param letters the queue that they are in
   * @param some with their bodies; perhaps none of them is a letter
   * @return those that are on their way and not needed any more
   * @throws RuntimeException if some may be on their way, and some not
   */
  Set<MessageId> send(QueueKey letters, List<Message> some);
}
