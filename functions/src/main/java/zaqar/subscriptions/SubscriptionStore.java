// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import static zaqar.dynamodb.ControlTable.DELIVERY;
import static zaqar.dynamodb.ControlTable.SUBSCRIBER;
import static zaqar.dynamodb.ControlTable.SUBSCRIPTION;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.BatchWrites;
import zaqar.dynamodb.Chunks;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.http.Problem;
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

  private static final int NOTE_ATTEMPTS = 5;
  private static final AttributeValue NOBODY = Attributes.text("");

  private final DynamoDbClient client;
  private final Settings settings;
  private final Parallel parallel;
  private final BatchWrites writes;
  private final ControlItems items;
  private final Platform platform;

  /** Works on the control table. */
  public SubscriptionStore(Platform platform) {
    client = platform.dynamoDb().client();
    settings = platform.settings();
    parallel = platform.parallel();
    writes = new BatchWrites(platform);
    items = new ControlItems(platform);
    this.platform = platform;
  }

  /**
   * Some subscriptions by id.
   *
   * @param next the id after which there may be more
   */
  public record Slice(List<Subscription> subscriptions, Optional<String> next) {}

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
  Slice listAfter(String hash, String marker, int count) {
    QueryResponse page = client.query(all(hash, marker).limit(count).build());
    List<Subscription> found = page.items().stream().map(SubscriptionItems::read).toList();
    return new Slice(
        found,
        page.hasLastEvaluatedKey()
            ? Optional.of(found.getLast().id().toString())
            : Optional.empty());
  }

  /** Whether a queue has so many subscriptions that are not over; reads little more than those. */
  boolean hasAtLeast(int count, QueueKey queue, Instant now) {
    QueryRequest all = all(queue.hexHash(), "").build();
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
    for (QueryResponse page : client.queryPaginator(live)) {
      found += page.count();
      if (found >= count) {
        return true;
      }
    }
    return false;
  }

  private QueryRequest.Builder all(String hash, String marker) {
    return QueryRequest.builder()
        .tableName(settings.controlTable())
        .keyConditionExpression("pk = :queue AND sk BETWEEN :after AND :last")
        .expressionAttributeValues(
            Map.of(
                ":queue", ControlTable.subscriptionsOf(hash),
                ":after", Attributes.text(ControlTable.SUBSCRIPTION_ID + marker + "\u0000"),
                ":last", Attributes.text(ControlTable.SUBSCRIPTION_ID + AFTER_ALL)))
        .consistentRead(true);
  }

  /**
   * The subscriptions of a queue whose subscribers are to be told of messages.
   *
   * @param hash the queue's, in hexadecimal
   */
  public List<Subscription> told(String hash) {
    Instant asked = platform.clock().instant();
    return told(
        client.queryPaginator(all(hash, "").build()).items().stream()
            .map(SubscriptionItems::read)
            .toList(),
        asked);
  }

  /**
   * The same, of {@code count} subscriptions after an id.
   *
   * @param after the empty text for the first ones
   */
  public Slice told(String hash, String after, int count) {
    Instant asked = platform.clock().instant();
    Slice some = listAfter(hash, after, count);
    return new Slice(told(some.subscriptions(), asked), some.next());
  }

  private List<Subscription> told(List<Subscription> found, Instant asked) {
    Instant now = platform.at(asked).earliest();
    boolean isConfirmationNeeded = settings.delivery().requireConfirmation();
    return found.stream().filter(each -> each.isTold(now, isConfirmationNeeded)).toList();
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
   * Changes a subscription; false if somebody else has changed it meanwhile, or another has its new
   * subscriber. What deliveries write meanwhile stays, unless the subscriber is a new one.
   *
   * @param slot of the new subscriber
   */
  boolean replace(Subscription before, Subscription after, SubscriberSlot slot, Instant now) {
    boolean isMoved = !after.subscriber().equals(before.subscriber());
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(
        items.updateIfVersion(
            key(after),
            SubscriptionItems.changed(after, isMoved),
            isMoved ? DELIVERY : null,
            before.version()));
    if (!isMoved) {
      writes.add(items.put(SubscriptionItems.slot(after)));
    } else {
      writes.add(take(after, slot, now));
      writes.add(TransactWriteItem.builder().delete(leave(before)).build());
    }
    return items.commit(writes);
  }

  /**
   * Marks a subscription whose receiver answers slowly. One that was deleted meanwhile stays
   * deleted.
   */
  public void markSlow(Subscription subscription, Instant until) {
    try {
      client.updateItem(
          r ->
              r.tableName(settings.controlTable())
                  .key(key(subscription))
                  .updateExpression("SET slow = :until")
                  .conditionExpression("attribute_exists(pk)")
                  .expressionAttributeValues(
                      Map.of(":until", Attributes.number(until.toEpochMilli()))));
    } catch (ConditionalCheckFailedException deleted) {
      // Then there is nothing to mark.
    }
  }

  /**
   * Changes what is known of a subscription's deliveries. It is one write unit, unless the options
   * are long, and one more each time that somebody else was faster.
   *
   * @param subscription as it was read
   * @param change may see a later state than that; nothing is written if it returns what it sees
   * @return the state after it; empty if the subscription is gone, or has another subscriber now
   */
  public Optional<DeliveryState> note(
      Subscription subscription, UnaryOperator<DeliveryState> change) {
    DeliveryState before = subscription.delivery();
    Optional<String> stored =
        Optional.of(before)
            .filter(known -> !known.equals(DeliveryState.NONE))
            .map(DeliveryState::write);
    for (int attempt = 0; attempt < NOTE_ATTEMPTS; attempt++) {
      DeliveryState after = change.apply(before);
      if (after.equals(before)) {
        return Optional.of(before);
      }
      Optional<Map<String, AttributeValue>> found = noteIfUnchanged(subscription, stored, after);
      if (found.isEmpty()) {
        return Optional.of(after);
      }
      if (!subscription.subscriber().equals(found.get().getOrDefault(SUBSCRIBER, NOBODY).s())) {
        return Optional.empty();
      }
      before = SubscriptionItems.delivery(found.get());
      stored = Optional.ofNullable(found.get().get(DELIVERY)).map(AttributeValue::s);
      if (stored.filter(after.write()::equals).isPresent()) {
        return Optional.of(after); // It was written, and the answer was lost.
      }
    }
    throw Problem.unavailable("Too many deliveries of subscription " + subscription.id() + ".");
  }

  /**
   * Guards against overwriting a state that somebody has not seen, against counting an outcome for
   * another subscriber, and against making an item where the subscription was deleted.
   *
   * @return empty if it is written, else what is there, without attributes if nothing is
   */
  private Optional<Map<String, AttributeValue>> noteIfUnchanged(
      Subscription subscription, Optional<String> stored, DeliveryState after) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":to", Attributes.text(subscription.subscriber()));
    values.put(":after", Attributes.text(after.write()));
    stored.ifPresent(text -> values.put(":before", Attributes.text(text)));
    String isUnchanged =
        stored.isPresent() ? "delivery = :before" : "attribute_not_exists(delivery)";
    try {
      client.updateItem(
          r ->
              r.tableName(settings.controlTable())
                  .key(key(subscription))
                  .updateExpression("SET delivery = :after")
                  .conditionExpression("subscriber = :to AND " + isUnchanged)
                  .expressionAttributeValues(values)
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return Optional.empty();
    } catch (ConditionalCheckFailedException refused) {
      return Optional.of(refused.hasItem() ? refused.item() : Map.of());
    }
  }

  /** Deletes a subscription; false if somebody else changes it at the same time. */
  boolean delete(Subscription subscription) {
    return items.commit(
        List.of(
            items.delete(key(subscription)),
            TransactWriteItem.builder().delete(leave(subscription)).build()));
  }

  /**
   * Deletes all subscriptions of a queue that were made until then, and after them their
   * subscribers' slots, each only if none of the other subscriptions has taken it meanwhile. Where
   * this ends half way, such a slot is left, and whoever wants it next may take it.
   */
  public void deleteAll(QueueKey queue, Instant until) {
    for (QueryResponse page : client.queryPaginator(all(queue.hexHash(), "").build())) {
      List<Subscription> some =
          page.items().stream()
              .map(SubscriptionItems::read)
              .filter(subscription -> !subscription.created().isAfter(until))
              .toList();
      writes.untilDone(
          settings.controlTable(),
          some.stream()
              .map(each -> WriteRequest.builder().deleteRequest(d -> d.key(key(each))).build())
              .toList());
      Chunks.of(some, Chunks.WRITES).forEach(part -> parallel.each(part, this::leaveIfStillOf));
    }
  }

  private static Map<String, AttributeValue> key(Subscription subscription) {
    return ControlTable.subscription(subscription.queue(), subscription.id());
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
}
