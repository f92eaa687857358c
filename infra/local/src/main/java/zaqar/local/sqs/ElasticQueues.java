// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import java.util.List;
import org.elasticmq.persistence.CreateQueueMetadata;
import org.elasticmq.persistence.DeadLettersQueue;
import org.elasticmq.persistence.QueueSorter;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import zaqar.local.template.QueueResource;

/** Says in ElasticMQ's words what the template's queues are. */
final class ElasticQueues {
  private ElasticQueues() {}

  /** The queues, each after the dead-letter queue that it has. */
  static List<CreateQueueMetadata> of(List<QueueResource> queues) {
    return CollectionConverters.asJava(
        QueueSorter.sortCreateQueues(
            CollectionConverters.asScala(queues.stream().map(ElasticQueues::of).toList())
                .toList()));
  }

  private static CreateQueueMetadata of(QueueResource queue) {
    return new CreateQueueMetadata(
        queue.name(),
        Option.apply(queue.visibilityTimeout().toSeconds()),
        Option.apply(queue.delay().toSeconds()),
        Option.empty(),
        0,
        0,
        queue
            .redrive()
            .map(to -> Option.apply(new DeadLettersQueue(to.queue(), to.maxReceiveCount())))
            .orElseGet(Option::empty),
        false,
        false,
        Option.empty(),
        Option.empty(),
        CreateQueueMetadata.apply$default$12());
  }
}
