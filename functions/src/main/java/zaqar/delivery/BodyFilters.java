// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import zaqar.dynamodb.Parallel;
import zaqar.encryption.Undecryptable;
import zaqar.names.QueueKey;
import zaqar.subscriptions.Subscription;

/**
 * Divides announcements into pages, for subscribers with a filter only what it lets pass. A body
 * that cannot be read passes all filters: what becomes of it is decided where it is delivered.
 *
 * @param text of a message's body, as it was sent; empty if it is gone
 */
record BodyFilters(
    BiFunction<QueueKey, AnnouncedMessage, Optional<String>> text, Parallel parallel) {

  /** The pages for these subscriptions. Reads bodies that are apart if one of them has a filter. */
  List<DeliveryPage> pages(Announcement whole, List<Subscription> subscriptions, Instant now) {
    List<Subscription> plain = new ArrayList<>();
    Map<JsonNode, List<Subscription>> filtered = new LinkedHashMap<>();
    for (Subscription each : subscriptions) {
      JsonNode pattern = each.options().path(BodyPattern.OPTION);
      if (pattern.isObject()) {
        filtered.computeIfAbsent(pattern, same -> new ArrayList<>()).add(each);
      } else {
        plain.add(each);
      }
    }
    List<DeliveryPage> pages = new ArrayList<>(DeliveryPage.divide(whole, plain, now));
    if (!filtered.isEmpty()) {
      List<Optional<byte[]>> bodies =
          parallel.map(whole.messages(), message -> body(whole.queue(), message));
      filtered.forEach(
          (pattern, to) -> {
            List<AnnouncedMessage> passing =
                passing(whole.messages(), bodies, BodyPattern.read(pattern));
            if (!passing.isEmpty()) {
              pages.addAll(DeliveryPage.divide(new Announcement(whole.queue(), passing), to, now));
            }
          });
    }
    return pages;
  }

  private Optional<byte[]> body(QueueKey queue, AnnouncedMessage message) {
    try {
      return text.apply(queue, message).map(body -> body.getBytes(StandardCharsets.UTF_8));
    } catch (Undecryptable countedWhereItCameFrom) {
      return Optional.empty();
    }
  }

  private static List<AnnouncedMessage> passing(
      List<AnnouncedMessage> messages, List<Optional<byte[]>> bodies, BodyPattern pattern) {
    List<AnnouncedMessage> passing = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      if (bodies.get(i).map(pattern::matches).orElse(true)) {
        passing.add(messages.get(i));
      }
    }
    return passing;
  }
}
