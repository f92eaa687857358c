// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import zaqar.dynamodb.CapacityMeter;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Platform;
import zaqar.http.Problem;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/**
 * How many queues a project has, and may have. Nothing is locked while they are counted, so two
 * creations at the same moment may both find the last place free.
 */
final class QueueCounts {
  /**
   * Four megabytes: twenty thousand queues with little metadata, or sixty with as much as can be.
   */
  static final int COUNT_UNITS = 1024;

  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStates states;

  QueueCounts(Platform platform, QueueStates states) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    this.states = states;
  }

  /**
   * How many queues a project has; reads all of them. Empty where they are too many, or their
   * metadata too large, to be counted within {@link #COUNT_UNITS}.
   */
  OptionalLong count(ProjectId project) {
    long found = 0;
    double units = 0;
    for (QueryResponse page : dynamoDb.client().queryPaginator(queues(project).build())) {
      found += page.count();
      units += CapacityMeter.of(page);
      if (page.hasLastEvaluatedKey() && units >= COUNT_UNITS) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(found);
  }

  /**
   * Lets a queue be created only if it is there already, or its project may have one more. Without
   * a limit nothing is read; with one, the queue's state, and if need be as many queues as the
   * limit is.
   *
   * @throws Problem if the project has no room
   */
  void requireRoom(QueueKey queue) {
    int most = settings.limits().maxQueuesPerProject();
    if (most > 0 && !states.read(queue).listed() && hasAtLeast(most, queue.project())) {
      throw Problem.limitReached(
          "A project may have " + most + " queues (MaxQueuesPerProject).", RETRY_AFTER);
    }
  }

  private boolean hasAtLeast(int most, ProjectId project) {
    long found = 0;
    for (QueryResponse page :
        dynamoDb.client().queryPaginator(queues(project).limit(most).build())) {
      found += page.count();
      if (found >= most) {
        return true;
      }
    }
    return false;
  }

  private QueryRequest.Builder queues(ProjectId project) {
    return QueryRequest.builder()
        .tableName(settings.controlTable())
        .keyConditionExpression("pk = :project")
        .expressionAttributeValues(Map.of(":project", ControlTable.queuesOf(project)))
        .consistentRead(true)
        .select(Select.COUNT);
  }
}
