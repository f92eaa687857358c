// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import static zaqar.dynamodb.ControlTable.SUBSCRIPTION;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.names.QueueKey;
import zaqar.names.SubscriptionId;
import zaqar.settings.Settings;

/**
 * Subscriptions, each with a second item that stands for its subscriber, so that a queue has none
 * twice; the two change in one transaction.
 */
public final class SubscriptionStore {
  /** Comes after every id. */
  static final String AFTER_ALL = "~";

  private final DynamoDb dynamoDb;
  private final Settings settings;
  private final Parallel parallel;
  private final BatchWrites writes;
  private final ControlItems items;
  private final Platform platform;

  /** Works on the control table. */
  public SubscriptionStore(Platform platform) {
    dynamoDb = platform.dynamoDb();
    settings = platform.settings();
    parallel = platform.parallel();
    writes = new BatchWrites(platform);
    items = new ControlItems(platform);
    this.platform = platform;
  }

  /** Some subscriptions by id, and where to go on, if there may be more. */
  record Slice(List<Subscription> subscriptions, Optional<String> next) {}

  /** A subscription, whether or not it is over. */
  public Optional<Subscription> get(QueueKey queue, SubscriptionId id) {
    return items.find(ControlTable.subscription(queue, id)).map(SubscriptionItems::read);
  }

  /**
   * The slot of a subscriber in a queue, which one subscription has.
   *
   * @param holder the subscription that has it and is not over
   * @param left the id of one that has it no more, since it does not exist: a removal that ended
   *     half way has left it behind
   */
  record SubscriberSlot(Optional<Subscription> holder, Optional<String> left) {
    /** One that nobody has looked at. */
    static final SubscriberSlot UNKNOWN = new SubscriberSlot(Optional.empty(), Optional.empty());
  }

  /** Who has the slot of a subscriber. */
  SubscriberSlot slot(QueueKey queue, String subscriber, Instant now) {
    Optional<String> id =
        items
            .find(ControlTable.subscriber(queue, subscriber))
            .map(item -> Attributes.text(item, SUBSCRIPTION));
    Optional<Subscription> found = id.flatMap(SubscriptionId::parse).flatMap(i -> get(queue, i));
    return new SubscriberSlot(
        found.filter(s -> s.subscriber().equals(subscriber) && s.isLive(now)),
        found.isPresent() ? Optional.empty() : id);
  }

  /** Reads {@code count} items, those that are over included, after the id {@code marker}. */
  Slice listAfter(QueueKey queue, String marker, int count) {
    QueryResponse page =
        dynamoDb
            .client()
            .query(
                all(ControlTable.subscriptionsOf(queue.hexHash()), marker).toBuilder()
                    .limit(count)
                    .build());
    List<Subscription> found = page.items().stream().map(SubscriptionItems::read).toList();
    return new Slice(
        found,
        page.hasLastEvaluatedKey()
            ? Optional.of(found.getLast().id().toString())
            : Optional.empty());
  }

  /** Whether a queue has so many subscriptions that are not over; reads little more than those. */
  boolean hasAtLeast(int count, QueueKey queue, Instant now) {
    QueryRequest all = all(ControlTable.subscriptionsOf(queue.hexHash()), "");
    Map<String, AttributeValue> values = new HashMap<>(all.expressionAttributeValues());
    values.put(":now", Attributes.number(now.toEpochMilli()));
    QueryRequest live =
        all.toBuilder()
            .filterExpression("ends > :now")
            .expressionAttributeValues(values)
            .select(Select.COUNT)
            .limit(count)
            .build();
    int found = 0;
    for (QueryResponse page : dynamoDb.client().queryPaginator(live)) {
      found += page.count();
      if (found >= count) {
        return true;
      }
    }
    return false;
  }

  private QueryRequest all(AttributeValue queue, String marker) {
    return QueryRequest.builder()
        .tableName(settings.controlTable())
        .keyConditionExpression("pk = :queue AND sk BETWEEN :after AND :last")
        .expressionAttributeValues(
            Map.of(
                ":queue", queue,
                ":after", Attributes.text(ControlTable.SUBSCRIPTION_ID + marker + "\u0000"),
                ":last", Attributes.text(ControlTable.SUBSCRIPTION_ID + AFTER_ALL)))
        .consistentRead(true)
        .build();
  }

  /**
   * The subscriptions of a queue whose subscribers are to be told of messages.
   *
   * @param hash the queue's, in hexadecimal
   */
  public List<Subscription> told(String hash) {
    Instant asked = platform.clock().instant();
    List<Subscription> all =
        dynamoDb
            .client()
            .queryPaginator(all(ControlTable.subscriptionsOf(hash), ""))
            .items()
            .stream()
            .map(SubscriptionItems::read)
            .toList();
    Instant now = platform.at(asked).earliest();
    return all.stream().filter(each -> isTold(each, now)).toList();
  }

  /**
   * Some subscriptions whose subscribers are to be told of messages.
   *
   * @param next the id after which there may be more
   */
  public record Told(List<Subscription> subscriptions, Optional<String> next) {}

  /**
   * The same, of {@code count} subscriptions after an id.
   *
   * @param after the empty text for the first ones
   */
  public Told told(String hash, String after, int count) {
    Instant asked = platform.clock().instant();
    QueryRequest some =
        all(ControlTable.subscriptionsOf(hash), after).toBuilder().limit(count).build();
    QueryResponse page = dynamoDb.client().query(some);
    List<Subscription> found = page.items().stream().map(SubscriptionItems::read).toList();
    Instant now = platform.at(asked).earliest();
    return new Told(
        found.stream().filter(each -> isTold(each, now)).toList(),
        page.hasLastEvaluatedKey()
            ? Optional.of(found.getLast().id().toString())
            : Optional.empty());
  }

  private boolean isTold(Subscription subscription, Instant now) {
    return subscription.isTold(now, settings.delivery().requireConfirmation());
  }

  /** Creates a subscription; false if another has this subscriber by now. */
  boolean create(Subscription fresh, SubscriberSlot slot, Instant now) {
    return items.commit(
        List.of(items.putIfAbsent(SubscriptionItems.item(fresh)), take(fresh, slot, now)));
  }

  /** Replaces a subscription, whose subscriber stays; false if somebody else has changed it. */
  public boolean replace(Subscription before, Subscription after, Instant now) {
    return replace(before, after, SubscriberSlot.UNKNOWN, now);
  }

  /**
   * Replaces a subscription; false if somebody else has changed it meanwhile, or another has its
   * new subscriber.
   *
   * @param slot of the new subscriber
   */
  boolean replace(Subscription before, Subscription after, SubscriberSlot slot, Instant now) {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(items.putIfVersion(SubscriptionItems.item(after), before.version()));
    if (after.subscriber().equals(before.subscriber())) {
      writes.add(items.put(SubscriptionItems.slot(after)));
    } else {
      writes.add(take(after, slot, now));
      writes.add(write(leave(before)));
    }
    return items.commit(writes);
  }

  /**
   * Marks a subscription whose receiver answers slowly. One that was deleted meanwhile stays
   * deleted; a change by a client at the same time may lose the mark, until it is slow again.
   */
  public void markSlow(Subscription subscription, Instant until) {
    try {
      dynamoDb
          .client()
          .updateItem(
              r ->
                  r.tableName(settings.controlTable())
                      .key(ControlTable.subscription(subscription.queue(), subscription.id()))
                      .updateExpression("SET slow = :until")
                      .conditionExpression("attribute_exists(pk)")
                      .expressionAttributeValues(
                          Map.of(":until", Attributes.number(until.toEpochMilli()))));
    } catch (ConditionalCheckFailedException deleted) {
      // Then there is nothing to mark.
    }
  }

  /** Deletes a subscription; false if somebody else changes it at the same time. */
  boolean delete(Subscription subscription) {
    return items.commit(
        List.of(
            items.delete(ControlTable.subscription(subscription.queue(), subscription.id())),
            write(leave(subscription))));
  }

  /**
   * Deletes all subscriptions of a queue that were made until then, and after them their
   * subscribers' slots, each only if none of the other subscriptions has taken it meanwhile. Where
   * this ends half way, such a slot is left, and whoever wants it next may take it.
   */
  public void deleteAll(QueueKey queue, Instant until) {
    for (QueryResponse page :
        dynamoDb.client().queryPaginator(all(ControlTable.subscriptionsOf(queue.hexHash()), ""))) {
      List<Subscription> some =
          page.items().stream()
              .map(SubscriptionItems::read)
              .filter(subscription -> !subscription.created().isAfter(until))
              .toList();
      writes.untilDone(settings.controlTable(), some.stream().map(this::removal).toList());
      Chunks.of(some, Chunks.WRITES).forEach(this::leaveAll);
    }
  }

  private WriteRequest removal(Subscription subscription) {
    Map<String, AttributeValue> key =
        ControlTable.subscription(subscription.queue(), subscription.id());
    return WriteRequest.builder().deleteRequest(d -> d.key(key)).build();
  }

  private void leaveAll(List<Subscription> some) {
    parallel.each(some, this::leaveIfStillOf);
  }

  private void leaveIfStillOf(Subscription subscription) {
    Delete leave = leave(subscription);
    items.removeIf(leave.key(), leave.conditionExpression(), leave.expressionAttributeValues());
  }

  /**
   * Takes the slot of a subscriber, unless a subscription has it that is not over and was not found
   * to be gone.
   */
  private TransactWriteItem take(Subscription subscription, SubscriberSlot slot, Instant now) {
    return TransactWriteItem.builder()
        .put(
            p ->
                p.tableName(settings.controlTable())
                    .item(SubscriptionItems.slot(subscription))
                    .conditionExpression(
                        "attribute_not_exists(pk) OR ends <= :now OR subscription = :left")
                    .expressionAttributeValues(
                        Map.of(
                            ":now", Attributes.number(now.toEpochMilli()),
                            ":left", Attributes.text(slot.left().orElse("")))))
        .build();
  }

  /** Leaves the slot of a subscriber, which must be this subscription's. */
  private Delete leave(Subscription subscription) {
    return Delete.builder()
        .tableName(settings.controlTable())
        .key(ControlTable.subscriber(subscription.queue(), subscription.subscriber()))
        .conditionExpression("attribute_not_exists(pk) OR subscription = :id")
        .expressionAttributeValues(Map.of(":id", Attributes.text(subscription.id().toString())))
        .build();
  }

  private static TransactWriteItem write(Delete delete) {
    return TransactWriteItem.builder().delete(delete).build();
  }
}
