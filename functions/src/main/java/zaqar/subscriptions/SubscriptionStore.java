package zaqar.subscriptions;

import static zaqar.dynamodb.ControlTable.CONFIRMED;
import static zaqar.dynamodb.ControlTable.CREATED;
import static zaqar.dynamodb.ControlTable.ENDS;
import static zaqar.dynamodb.ControlTable.EXPIRES;
import static zaqar.dynamodb.ControlTable.OPTIONS;
import static zaqar.dynamodb.ControlTable.PROJECT;
import static zaqar.dynamodb.ControlTable.QUEUE;
import static zaqar.dynamodb.ControlTable.SECRET;
import static zaqar.dynamodb.ControlTable.SORT;
import static zaqar.dynamodb.ControlTable.SUBSCRIBER;
import static zaqar.dynamodb.ControlTable.SUBSCRIPTION;
import static zaqar.dynamodb.ControlTable.TTL;
import static zaqar.dynamodb.ControlTable.VERSION;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Platform;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;
import zaqar.settings.Settings;

/**
 * Subscriptions, each with a second item that stands for its subscriber, so that a queue has none
 * twice; the two change in one transaction.
 */
public final class SubscriptionStore {
  private static final Set<String> LOST = Set.of("ConditionalCheckFailed", "TransactionConflict");

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final BatchWrites writes;

  /** Works on the control table. */
  public SubscriptionStore(Platform platform) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    writes = new BatchWrites(platform, settings.controlTable());
  }

  /** Some subscriptions by id, and where to go on, if there may be more. */
  record Page(List<Subscription> subscriptions, Optional<String> next) {}

  /** A subscription, whether or not it is over. */
  public Optional<Subscription> get(QueueKey queue, SubscriptionId id) {
    return item(ControlTable.subscription(queue, id)).map(SubscriptionStore::read);
  }

  /** The subscription with this subscriber that is not over. */
  Optional<Subscription> find(QueueKey queue, String subscriber, Instant now) {
    return item(ControlTable.subscriber(queue, subscriber))
        .map(item -> Attributes.text(item, SUBSCRIPTION))
        .flatMap(SubscriptionId::parse)
        .flatMap(id -> get(queue, id))
        .filter(found -> found.subscriber().equals(subscriber) && found.isLive(now));
  }

  private Optional<Map<String, AttributeValue>> item(Map<String, AttributeValue> key) {
    Map<String, AttributeValue> item =
        dynamoDb
            .client()
            .getItem(r -> r.tableName(settings.controlTable()).key(key).consistentRead(true))
            .item();
    return Optional.of(item).filter(found -> !found.isEmpty());
  }

  /** Reads {@code count} items, those that are over included, after the id {@code marker}. */
  Page listAfter(QueueKey queue, String marker, int count) {
    QueryResponse page =
        dynamoDb
            .client()
            .query(
                all(ControlTable.subscriptionsOf(queue.hexHash()), marker).toBuilder()
                    .limit(count)
                    .build());
    List<Subscription> found = page.items().stream().map(SubscriptionStore::read).toList();
    return new Page(
        found,
        page.hasLastEvaluatedKey()
            ? Optional.of(found.getLast().id().toString())
            : Optional.empty());
  }

  private QueryRequest all(AttributeValue queue, String marker) {
    return QueryRequest.builder()
        .tableName(settings.controlTable())
        .keyConditionExpression("pk = :queue AND sk BETWEEN :after AND :last")
        .expressionAttributeValues(
            Map.of(
                ":queue", queue,
                ":after", Attributes.text(ControlTable.SUBSCRIPTION_ID + marker + "\u0000"),
                ":last", Attributes.text(ControlTable.SUBSCRIPTION_ID + "~")))
        .consistentRead(true)
        .build();
  }

  /**
   * The subscriptions of a queue that are confirmed and not over.
   *
   * @param hash the queue's, in hexadecimal
   */
  public List<Subscription> confirmed(String hash, Instant now) {
    return dynamoDb
        .client()
        .queryPaginator(all(ControlTable.subscriptionsOf(hash), ""))
        .items()
        .stream()
        .map(SubscriptionStore::read)
        .filter(subscription -> subscription.confirmed() && subscription.isLive(now))
        .toList();
  }

  /** Creates a subscription; false if another has this subscriber by now. */
  boolean create(Subscription fresh, Instant now) {
    return commit(List.of(put(fresh, "attribute_not_exists(pk)", null), take(fresh, now)));
  }

  /**
   * Replaces a subscription; false if somebody else has changed it meanwhile, or another has its
   * new subscriber.
   */
  public boolean replace(Subscription before, Subscription after, Instant now) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(put(after, "version = :version", before.version()));
    if (after.subscriber().equals(before.subscriber())) {
      writes.add(write(place(after)));
    } else {
      writes.add(take(after, now));
      writes.add(leave(before));
    }
    return commit(writes);
  }

  /** Deletes a subscription; false if somebody else changes it at the same time. */
  boolean delete(Subscription subscription) {
    return commit(
        List.of(
            delete(ControlTable.subscription(subscription.queue(), subscription.id())),
            leave(subscription)));
  }

  /** Deletes all subscriptions of a queue. */
  public void deleteAll(QueueKey queue) {
    QueryRequest all =
        QueryRequest.builder()
            .tableName(settings.controlTable())
            .keyConditionExpression("pk = :queue")
            .expressionAttributeValues(
                Map.of(":queue", ControlTable.subscriptionsOf(queue.hexHash())))
            .projectionExpression("pk, sk")
            .consistentRead(true)
            .build();
    for (QueryResponse page : dynamoDb.client().queryPaginator(all)) {
      writes.untilDone(
          page.items().stream()
              .map(key -> WriteRequest.builder().deleteRequest(d -> d.key(key)).build())
              .toList());
    }
  }

  private boolean commit(List<TransactWriteItem> writes) {
    try {
      dynamoDb.client().transactWriteItems(r -> r.transactItems(writes));
      return true;
    } catch (TransactionCanceledException cancelled) {
      if (cancelled.cancellationReasons().stream().anyMatch(SubscriptionStore::isLost)) {
        return false;
      }
      throw cancelled;
    }
  }

  private static boolean isLost(CancellationReason reason) {
    return LOST.contains(Objects.requireNonNullElse(reason.code(), ""));
  }

  private TransactWriteItem put(
      Subscription subscription, String condition, @Nullable Long version) {
    Put.Builder put =
        Put.builder()
            .tableName(settings.controlTable())
            .item(item(subscription))
            .conditionExpression(condition);
    if (version != null) {
      put.expressionAttributeValues(Map.of(":version", Attributes.number(version)));
    }
    return TransactWriteItem.builder().put(put.build()).build();
  }

  /** Takes the place of a subscriber, unless a subscription that is not over has it. */
  private TransactWriteItem take(Subscription subscription, Instant now) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName(settings.controlTable())
                    .item(place(subscription))
                    .conditionExpression("attribute_not_exists(pk) OR ends <= :now")
                    .expressionAttributeValues(
                        Map.of(":now", Attributes.number(now.toEpochMilli()))))
        .build();
  }

  /** Leaves the place of a subscriber, which must be this subscription's. */
  private TransactWriteItem leave(Subscription subscription) {
    return TransactWriteItem.builder()
        .delete(
            d ->
                d.tableName(settings.controlTable())
                    .key(ControlTable.subscriber(subscription.queue(), subscription.subscriber()))
                    .conditionExpression("attribute_not_exists(pk) OR subscription = :id")
                    .expressionAttributeValues(
                        Map.of(":id", Attributes.text(subscription.id().toString()))))
        .build();
  }

  private TransactWriteItem write(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(p -> p.tableName(settings.controlTable()).item(item))
        .build();
  }

  private TransactWriteItem delete(Map<String, AttributeValue> key) {
    return TransactWriteItem.builder()
        .delete(d -> d.tableName(settings.controlTable()).key(key))
        .build();
  }

  private static Map<String, AttributeValue> place(Subscription subscription) {
    Map<String, AttributeValue> item =
        new HashMap<>(ControlTable.subscriber(subscription.queue(), subscription.subscriber()));
    item.put(SUBSCRIPTION, Attributes.text(subscription.id().toString()));
    putEnd(item, subscription);
    return item;
  }

  private static Map<String, AttributeValue> item(Subscription subscription) {
    Map<String, AttributeValue> item =
        new HashMap<>(ControlTable.subscription(subscription.queue(), subscription.id()));
    item.put(PROJECT, Attributes.text(subscription.queue().project().value()));
    item.put(QUEUE, Attributes.text(subscription.queue().name().value()));
    item.put(SUBSCRIBER, Attributes.text(subscription.subscriber()));
    item.put(TTL, Attributes.number(subscription.ttl().toSeconds()));
    item.put(CREATED, Attributes.number(subscription.created().toEpochMilli()));
    item.put(OPTIONS, Attributes.text(Json.write(subscription.options())));
    item.put(SECRET, Attributes.text(subscription.secret()));
    item.put(CONFIRMED, AttributeValue.fromBool(subscription.confirmed()));
    item.put(VERSION, Attributes.number(subscription.version()));
    putEnd(item, subscription);
    return item;
  }

  private static void putEnd(Map<String, AttributeValue> item, Subscription subscription) {
    item.put(ENDS, Attributes.number(subscription.end().toEpochMilli()));
    item.put(EXPIRES, Attributes.number(subscription.end().getEpochSecond() + 1));
  }

  private static Subscription read(Map<String, AttributeValue> item) {
    String id = Attributes.text(item, SORT).substring(ControlTable.SUBSCRIPTION_ID.length());
    return new Subscription(
        new QueueKey(
            new ProjectId(Attributes.text(item, PROJECT)),
            new QueueName(Attributes.text(item, QUEUE))),
        SubscriptionId.parse(id).orElseThrow(),
        Attributes.text(item, SUBSCRIBER),
        Duration.ofSeconds(Attributes.number(item, TTL)),
        Instant.ofEpochMilli(Attributes.number(item, CREATED)),
        Instant.ofEpochMilli(Attributes.number(item, ENDS)),
        (ObjectNode) Json.parse(Attributes.text(item, OPTIONS)),
        Attributes.text(item, SECRET),
        Objects.requireNonNull(item.get(CONFIRMED)).bool(),
        Attributes.number(item, VERSION));
  }
}
