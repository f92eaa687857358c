// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import zaqar.dynamodb.Chunks;
import zaqar.http.Json;
import zaqar.names.QueueKey;
import zaqar.names.SubscriptionId;
import zaqar.subscriptions.Subscription;

/**
 * A part of an announcement that one call delivers: some of its messages to some subscribers. It is
 * small enough to end well within the time of a call, and what comes again after a crash.
 *
 * @param to the subscriptions, all slow or none
 * @param due not before this
 */
record DeliveryPage(Announcement announcement, List<SubscriptionId> to, boolean isSlow, Instant due)
    implements DeliveryTask {
  /** The most first attempts in one. */
  static final int MOST = 20;

  /** So many subscribers share a page, if there are as many, that none gets all of it at once. */
  private static final int SUBSCRIBERS = 5;

  private static final String MESSAGES = "page";
  private static final String TO = "subscriptions";
  private static final String SLOW = "slow";
  private static final String DUE = "due";

  DeliveryPage {
    to = List.copyOf(to);
  }

  static List<DeliveryPage> divide(
      Announcement whole, List<Subscription> subscriptions, Instant now) {
    List<DeliveryPage> pages = new ArrayList<>();
    for (boolean isSlow : new boolean[] {false, true}) {
      List<SubscriptionId> to =
          subscriptions.stream()
              .filter(each -> each.isSlow(now) == isSlow)
              .map(Subscription::id)
              .toList();
      int messages = Math.min(whole.messages().size(), MOST);
      int width = Math.max(Math.min(to.size(), SUBSCRIBERS), MOST / Math.max(1, messages));
      for (List<AnnouncedMessage> some : Chunks.of(whole.messages(), MOST / Math.max(1, width))) {
        Announcement part = new Announcement(whole.queue(), some);
        Instant due =
            some.stream().map(AnnouncedMessage::availableAt).min(Instant::compareTo).orElse(now);
        Chunks.of(to, width)
            .forEach(group -> pages.add(new DeliveryPage(part, group, isSlow, due)));
      }
    }
    return pages;
  }

  /** The first attempts, one for each message and subscriber. */
  List<DeliveryAttempt> attempts() {
    return announcement.messages().stream()
        .flatMap(
            message ->
                to.stream().map(each -> DeliveryAttempt.first(queue(), each, message, isSlow)))
        .toList();
  }

  DeliveryPage postponed(Instant newDue) {
    return new DeliveryPage(announcement, to, isSlow, newDue);
  }

  @Override
  public QueueKey queue() {
    return announcement.queue();
  }

  static boolean isOne(JsonNode document) {
    return document.has(MESSAGES);
  }

  static DeliveryPage read(JsonNode document) {
    List<SubscriptionId> to = new ArrayList<>();
    document.path(TO).forEach(id -> to.add(SubscriptionId.parse(id.asText()).orElseThrow()));
    return new DeliveryPage(
        Announcement.read(document.get(MESSAGES)),
        to,
        document.path(SLOW).asBoolean(),
        Instant.parse(document.path(DUE).asText()));
  }

  @Override
  public String write() {
    ObjectNode document = Json.object().put(SLOW, isSlow).put(DUE, due.toString());
    ArrayNode ids = document.putArray(TO);
    to.forEach(id -> ids.add(id.toString()));
    return Json.write(document.set(MESSAGES, announcement.document()));
  }
}
