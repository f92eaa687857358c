package zaqar.queues;

import static zaqar.dynamodb.ControlTable.EXPIRES;
import static zaqar.dynamodb.ControlTable.LISTED;
import static zaqar.dynamodb.ControlTable.METADATA;
import static zaqar.dynamodb.ControlTable.RESERVED;
import static zaqar.dynamodb.ControlTable.SHARDS;
import static zaqar.dynamodb.ControlTable.SINCE;
import static zaqar.dynamodb.ControlTable.SORT;
import static zaqar.dynamodb.ControlTable.VERSION;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Pause;
import zaqar.dynamodb.Platform;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.settings.Settings;

/**
 * Queues as listed, each changed in one transaction with its state, so that the two cannot
 * disagree.
 */
final class QueueStore {
  private static final int ATTEMPTS = 8;
  private static final Duration COLLISION_PAUSE = Duration.ofMillis(25);

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final QueueStates states;
  private final Pause pause;
  private final RandomGenerator random;

  QueueStore(Platform platform, QueueStates states) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    this.states = states;
    pause = platform.pause();
    random = platform.random();
  }

  /** A page of queues, and whether more follow. */
  record Page(List<Queue> queues, boolean more) {}

  Optional<Queue> get(QueueKey queue) {
    Map<String, AttributeValue> item =
        dynamoDb
            .client()
            .getItem(
                r ->
                    r.tableName(settings.controlTable())
                        .key(ControlTable.queue(queue))
                        .consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(parse(item));
  }

  /** Up to {@code limit} queues whose names come after {@code marker}, by name. */
  Page listAfter(ProjectId project, @Nullable String marker, int limit) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":project", ControlTable.queuesOf(project));
    if (marker != null) {
      values.put(":marker", Attributes.text(marker));
    }
    QueryResponse page =
        dynamoDb
            .client()
            .query(
                r ->
                    r.tableName(settings.controlTable())
                        .keyConditionExpression(
                            marker == null ? "pk = :project" : "pk = :project AND sk > :marker")
                        .expressionAttributeValues(values)
                        .consistentRead(true)
                        .limit(limit));
    return new Page(
        page.items().stream().map(QueueStore::parse).toList(), page.hasLastEvaluatedKey());
  }

  /** How many queues a project has; reads all of them. */
  long count(ProjectId project) {
    return dynamoDb
        .client()
        .queryPaginator(
            QueryRequest.builder()
                .tableName(settings.controlTable())
                .keyConditionExpression("pk = :project")
                .expressionAttributeValues(Map.of(":project", ControlTable.queuesOf(project)))
                .consistentRead(true)
                .select(Select.COUNT)
                .build())
        .stream()
        .mapToLong(QueryResponse::count)
        .sum();
  }

  /**
   * Creates a queue that is not listed; its state may be there from an earlier life, and keeps what
   * it knows of the messages.
   *
   * @return false if the queue exists already, which then stays as it is
   */
  boolean createIfAbsent(QueueKey queue, ObjectNode metadata, int shards) {
    return change(
        queue,
        TransactWriteItem.builder()
            .put(
                p ->
                    p.tableName(settings.controlTable())
                        .item(item(queue, metadata, 1))
                        .conditionExpression("attribute_not_exists(pk)"))
            .build(),
        TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(settings.controlTable())
                        .key(ControlTable.state(queue))
                        .updateExpression(
                            "SET #listed = :listed, #reserved = :reserved, #shards = :shards"
                                + " REMOVE #expires")
                        .expressionAttributeNames(
                            Map.of(
                                "#listed", LISTED,
                                "#reserved", RESERVED,
                                "#shards", SHARDS,
                                "#expires", EXPIRES))
                        .expressionAttributeValues(
                            Map.of(
                                ":listed", AttributeValue.fromBool(true),
                                ":reserved", reserved(metadata),
                                ":shards", Attributes.number(shards))))
            .build());
  }

  /** Replaces the metadata if nobody else did since it was read; the loser reads again. */
  boolean replaceIfUnchanged(QueueKey queue, Queue before, ObjectNode metadata, int shards) {
    return change(
        queue,
        TransactWriteItem.builder()
            .put(
                p ->
                    p.tableName(settings.controlTable())
                        .item(item(queue, metadata, before.version() + 1))
                        .conditionExpression("version = :version")
                        .expressionAttributeValues(
                            Map.of(":version", Attributes.number(before.version()))))
            .build(),
        TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(settings.controlTable())
                        .key(ControlTable.state(queue))
                        .updateExpression("SET #reserved = :reserved, #shards = :shards")
                        .expressionAttributeNames(Map.of("#reserved", RESERVED, "#shards", SHARDS))
                        .expressionAttributeValues(
                            Map.of(
                                ":reserved", reserved(metadata),
                                ":shards", Attributes.number(shards))))
            .build());
  }

  /**
   * Deletes a queue, and with it all its messages older than {@code since}.
   *
   * @param expires when the state can go, too
   * @return false if there was no such queue
   */
  boolean deleteIfPresent(QueueKey queue, Ulid since, Instant expires) {
    return change(
        queue,
        TransactWriteItem.builder()
            .delete(
                d ->
                    d.tableName(settings.controlTable())
                        .key(ControlTable.queue(queue))
                        .conditionExpression("attribute_exists(pk)"))
            .build(),
        TransactWriteItem.builder()
            .update(
                u ->
                    u.tableName(settings.controlTable())
                        .key(ControlTable.state(queue))
                        .updateExpression(
                            "SET #listed = :listed, #since = :since, #expires = :expires"
                                + " REMOVE #reserved")
                        .expressionAttributeNames(
                            Map.of(
                                "#listed", LISTED,
                                "#since", SINCE,
                                "#expires", EXPIRES,
                                "#reserved", RESERVED))
                        .expressionAttributeValues(
                            Map.of(
                                ":listed", AttributeValue.fromBool(false),
                                ":since", Attributes.ulid(since),
                                ":expires", Attributes.number(expires.getEpochSecond()))))
            .build());
  }

  /**
   * Takes everything older than {@code since} out of a queue, whether or not it is listed.
   *
   * @return false if the queue has no state, and never had any
   */
  boolean purgeBefore(QueueKey queue, Ulid since) {
    states.forget(queue);
    try {
      dynamoDb
          .client()
          .updateItem(
              r ->
                  r.tableName(settings.controlTable())
                      .key(ControlTable.state(queue))
                      .updateExpression("SET #since = :since")
                      .conditionExpression("attribute_exists(pk)")
                      .expressionAttributeNames(Map.of("#since", SINCE))
                      .expressionAttributeValues(Map.of(":since", Attributes.ulid(since))));
      return true;
    } catch (ConditionalCheckFailedException unknown) {
      return false;
    } finally {
      states.forget(queue);
    }
  }

  private boolean change(QueueKey queue, TransactWriteItem listed, TransactWriteItem state) {
    states.forget(queue);
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          dynamoDb.client().transactWriteItems(r -> r.transactItems(listed, state));
          return true;
        } catch (TransactionCanceledException cancelled) {
          if (refused(cancelled)) {
            return false;
          }
          if (attempt == ATTEMPTS || !collided(cancelled)) {
            throw cancelled;
          }
          pause.sleepAbout(COLLISION_PAUSE.multipliedBy(attempt), random);
        }
      }
    } finally {
      states.forget(queue);
    }
  }

  private static boolean refused(TransactionCanceledException cancelled) {
    return Objects.equals(
        cancelled.cancellationReasons().getFirst().code(), "ConditionalCheckFailed");
  }

  private static boolean collided(TransactionCanceledException cancelled) {
    return cancelled.cancellationReasons().stream()
        .anyMatch(reason -> Objects.equals(reason.code(), "TransactionConflict"));
  }

  private static Map<String, AttributeValue> item(
      QueueKey queue, ObjectNode metadata, long version) {
    Map<String, AttributeValue> item = new HashMap<>(ControlTable.queue(queue));
    item.put(METADATA, Attributes.text(Json.write(metadata)));
    item.put(VERSION, Attributes.number(version));
    return item;
  }

  private static AttributeValue reserved(ObjectNode metadata) {
    return Attributes.text(Json.write(ReservedMetadata.extract(metadata)));
  }

  private static Queue parse(Map<String, AttributeValue> item) {
    return new Queue(
        new QueueName(Attributes.text(item, SORT)),
        (ObjectNode) Json.parse(Attributes.text(item, METADATA)),
        Attributes.number(item, VERSION));
  }
}
