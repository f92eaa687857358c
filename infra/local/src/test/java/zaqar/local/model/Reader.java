// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import zaqar.local.service.Instance.Reply;

/**
 * Somebody who follows the links of a queue's pages, and what he must get: each message that his
 * filters show when he passes its place, in order, and none twice. What they hid he may get or not,
 * once they show it.
 */
final class Reader {
  private final int client;
  private final boolean echo;
  private final boolean showClaimed;
  private final boolean showDelayed;
  private final Set<Message> had = new HashSet<>();
  private final Set<Message> passed = new HashSet<>();
  private String marker = "";

  private Reader(int client, boolean echo, boolean showClaimed, boolean showDelayed) {
    this.client = client;
    this.echo = echo;
    this.showClaimed = showClaimed;
    this.showDelayed = showDelayed;
  }

  /** Readers with different filters. */
  static List<Reader> several() {
    return List.of(
        new Reader(0, true, true, true),
        new Reader(0, true, false, false),
        new Reader(1, false, false, false),
        new Reader(1, false, true, false),
        new Reader(0, true, false, true));
  }

  private boolean shows(Message message, Instant now) {
    return (echo || !message.author.equals(Session.client(client)))
        && (showClaimed || !message.isClaimed(now))
        && (showDelayed || !message.isDelayed(now));
  }

  /** Reads the next page. */
  void read(Session session, int limit) {
    String query =
        "?limit=%d&echo=%s&include_claimed=%s&include_delayed=%s%s"
            .formatted(limit, echo, showClaimed, showDelayed, marker);
    Reply reply = session.sendOnce(client, "GET", "/messages" + query, "");
    if (session.isUnanswered(reply)) {
      return;
    }
    assertThat(reply.status()).isEqualTo(200);
    List<Message> page =
        Shown.messages(reply.body().get("messages"), session.queue(), session.now());
    check(page, session.queue(), limit, session.now());
    had.addAll(page);
    JsonNode link = reply.body().at("/links/0/href");
    assertThat(link.isMissingNode()).as("has no link").isEqualTo(page.isEmpty());
    if (!page.isEmpty()) {
      Message last = page.getLast();
      session.queue().live(session.now()).stream()
          .filter(message -> message.compareTo(last) < 0 && !had.contains(message))
          .forEach(passed::add);
      marker = "&marker=" + link.asText().replaceAll(".*marker=([^&]*).*", "$1");
    }
  }

  private void check(List<Message> page, QueueModel queue, int limit, Instant now) {
    List<Message> wanted = new ArrayList<>();
    for (Message message : queue.live(now)) {
      if (shows(message, now) && !had.contains(message)) {
        boolean isRequired = !passed.contains(message) && wanted.size() < limit;
        if (isRequired || page.contains(message)) {
          wanted.add(message);
        }
      }
    }
    assertThat(page).as("the page").isEqualTo(wanted);
  }
}
