// SPDX-License-Identifier: Apache-2.0
package zaqar.subscriptions;

import static zaqar.dynamodb.ControlTable.ANSWER_BY;
import static zaqar.dynamodb.ControlTable.CONSENT;
import static zaqar.dynamodb.ControlTable.CREATED;
import static zaqar.dynamodb.ControlTable.DELIVERY;
import static zaqar.dynamodb.ControlTable.ENDS;
import static zaqar.dynamodb.ControlTable.EXPIRES;
import static zaqar.dynamodb.ControlTable.OPTIONS;
import static zaqar.dynamodb.ControlTable.PARTITION;
import static zaqar.dynamodb.ControlTable.PREVIOUS_SECRET;
import static zaqar.dynamodb.ControlTable.PREVIOUS_SECRET_UNTIL;
import static zaqar.dynamodb.ControlTable.PROJECT;
import static zaqar.dynamodb.ControlTable.QUEUE;
import static zaqar.dynamodb.ControlTable.SECRET;
import static zaqar.dynamodb.ControlTable.SLOW;
import static zaqar.dynamodb.ControlTable.SORT;
import static zaqar.dynamodb.ControlTable.SUBSCRIBER;
import static zaqar.dynamodb.ControlTable.SUBSCRIPTION;
import static zaqar.dynamodb.ControlTable.TTL;
import static zaqar.dynamodb.ControlTable.VERSION;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlTable;
import zaqar.http.Json;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;

/** Subscriptions as items of the control table, where they are drawn. */
final class SubscriptionItems {
  private SubscriptionItems() {}

  /** The item that stands for a subscription's subscriber. */
  static Map<String, AttributeValue> slot(Subscription subscription) {
    Map<String, AttributeValue> item =
        new HashMap<>(ControlTable.subscriber(subscription.queue(), subscription.subscriber()));
    item.put(SUBSCRIPTION, Attributes.text(subscription.id().toString()));
    putEnd(item, subscription);
    return item;
  }

  /** The item of a subscription that nothing was delivered to yet. */
  static Map<String, AttributeValue> item(Subscription subscription) {
    Map<String, AttributeValue> item =
        new HashMap<>(ControlTable.subscription(subscription.queue(), subscription.id()));
    item.put(PROJECT, Attributes.text(subscription.queue().project().value()));
    item.put(QUEUE, Attributes.text(subscription.queue().name().value()));
    item.put(SUBSCRIBER, Attributes.text(subscription.subscriber()));
    item.put(TTL, Attributes.number(subscription.ttl().toSeconds()));
    item.put(CREATED, Attributes.number(subscription.created().toEpochMilli()));
    item.put(OPTIONS, Attributes.text(Json.write(subscription.options())));
    SigningSecrets secrets = subscription.secrets();
    item.put(SECRET, Attributes.text(secrets.current()));
    secrets
        .previous()
        .ifPresent(
            previous -> {
              item.put(PREVIOUS_SECRET, Attributes.text(previous));
              item.put(
                  PREVIOUS_SECRET_UNTIL, Attributes.number(secrets.previousUntil().toEpochMilli()));
            });
    item.put(ANSWER_BY, Attributes.number(subscription.answerBy().getEpochSecond()));
    item.put(CONSENT, Attributes.text(subscription.consent().name()));
    item.put(SLOW, Attributes.number(subscription.slowUntil().toEpochMilli()));
    item.put(VERSION, Attributes.number(subscription.version()));
    putEnd(item, subscription);
    return item;
  }

  /**
   * What a change by a client sets. What deliveries write stays as it is, since they may write it
   * at the same time, unless the subscriber is another.
   */
  static Map<String, AttributeValue> changed(Subscription subscription, boolean isMoved) {
    Map<String, AttributeValue> item = item(subscription);
    item.keySet().removeAll(List.of(PARTITION, SORT));
    if (!isMoved) {
      item.remove(SLOW);
    }
    return item;
  }

  private static void putEnd(Map<String, AttributeValue> item, Subscription subscription) {
    item.put(ENDS, Attributes.number(subscription.end().toEpochMilli()));
    item.put(EXPIRES, Attributes.number(subscription.end().getEpochSecond() + 1));
  }

  static Subscription read(Map<String, AttributeValue> item) {
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
        secrets(item),
        Consent.valueOf(Attributes.text(item, CONSENT)),
        answerBy(item),
        Instant.ofEpochMilli(Attributes.number(item, SLOW)),
        delivery(item),
        Attributes.number(item, VERSION));
  }

  static DeliveryState delivery(Map<String, AttributeValue> item) {
    return item.containsKey(DELIVERY)
        ? DeliveryState.read(Attributes.text(item, DELIVERY))
        : DeliveryState.NONE;
  }

  private static SigningSecrets secrets(Map<String, AttributeValue> item) {
    String current = Attributes.text(item, SECRET);
    return item.containsKey(PREVIOUS_SECRET)
        ? new SigningSecrets(
            current,
            Optional.of(Attributes.text(item, PREVIOUS_SECRET)),
            Instant.ofEpochMilli(Attributes.number(item, PREVIOUS_SECRET_UNTIL)))
        : SigningSecrets.of(current);
  }

  /** What earlier releases wrote has none: no answer counts before it is asked again. */
  private static Instant answerBy(Map<String, AttributeValue> item) {
    return item.containsKey(ANSWER_BY)
        ? Instant.ofEpochSecond(Attributes.number(item, ANSWER_BY))
        : Instant.EPOCH;
  }
}
