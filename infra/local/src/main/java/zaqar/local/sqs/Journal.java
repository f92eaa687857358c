// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import java.util.Map;
import org.apache.pekko.actor.AbstractActor;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent.MessageAdded;
import org.elasticmq.actor.queue.QueueEvent.MessageRemoved;
import org.elasticmq.actor.queue.QueueEvent.MessageUpdated;
import org.elasticmq.persistence.sql.MessageRepository;

/**
 * Writes down what happens to messages, before ElasticMQ tells its client. What it could not write
 * is not answered. A message that is there already is replaced: a dead letter whose way was cut off
 * comes twice.
 */
final class Journal extends AbstractActor {
  private final Map<String, MessageRepository> queues;

  /** Writes to these, by the names of queues. */
  Journal(Map<String, MessageRepository> queues) {
    this.queues = Map.copyOf(queues);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(MessageAdded.class, added -> write(added.queueName(), added.message()))
        .match(MessageUpdated.class, updated -> update(updated.queueName(), updated.message()))
        .match(MessageRemoved.class, removed -> remove(removed.queueName(), removed.messageId()))
        .matchAny(event -> {})
        .build();
  }

  private void write(String queue, InternalMessage message) {
    MessageRepository messages = queues.get(queue);
    if (messages != null && messages.update(message) == 0) {
      messages.add(message);
    }
    acknowledge();
  }

  private void update(String queue, InternalMessage message) {
    MessageRepository messages = queues.get(queue);
    if (messages != null) {
      messages.update(message);
    }
    acknowledge();
  }

  private void remove(String queue, String messageId) {
    MessageRepository messages = queues.get(queue);
    if (messages != null) {
      messages.remove(messageId);
    }
    acknowledge();
  }

  private void acknowledge() {
    getSender().tell(OperationSuccessful$.MODULE$, getSelf());
  }
}
