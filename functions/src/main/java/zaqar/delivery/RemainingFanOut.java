// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import zaqar.http.Json;
import zaqar.names.QueueKey;

/**
 * What is left of an announcement that one call did not divide into pages.
 *
 * @param after the id of the last subscription that has its pages; empty if none has
 */
record RemainingFanOut(Announcement announcement, String after) implements DeliveryTask {
  private static final String DETAIL = "detail";
  private static final String AFTER = "after";

  /** Whether an entry is one of these, or the event of an announcement that nobody has begun. */
  static boolean isOne(JsonNode document) {
    return document.has(DETAIL);
  }

  static RemainingFanOut read(JsonNode document) {
    return new RemainingFanOut(
        Announcement.read(document.get(DETAIL)), document.path(AFTER).asText());
  }

  @Override
  public QueueKey queue() {
    return announcement.queue();
  }

  @Override
  public boolean isSlow() {
    return false;
  }

  @Override
  public Instant due() {
    return Instant.EPOCH;
  }

  @Override
  public String write() {
    return Json.write(Json.object().put(AFTER, after).set(DETAIL, announcement.document()));
  }
}
