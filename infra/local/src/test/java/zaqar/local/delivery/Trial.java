// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import zaqar.check.wire.Wire;

/** A message on its way to a receiver of some kind, each on a queue of their own. */
final class Trial implements AutoCloseable {
  /** After the second failure; after the first there is none, and after the third no more tries. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  private static final String OPTIONS =
      "'_dead_letter_queue': '%s', '_retry_policy': {'retries_with_no_delay': 0,"
          + " 'minimum_delay_retries': 0, 'maximum_delay_retries': 0,"
          + " 'minimum_delay': 0, 'maximum_delay': 10}";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BODY = "{\"a\": [1, \"two\", {\"b\": null}]}";

  private final Row row;
  private final List<Visit> visits = new CopyOnWriteArrayList<>();
  private final Receiver receiver;
  private final Queue dead;
  private final Queue queue;
  private final String subscription;
  private final String message;

  private Trial(Row row, Wire wire, int number) throws IOException {
    this.row = row;
    queue = new Queue(wire, "queue-" + number);
    dead = new Queue(wire, "dead-" + number);
    receiver =
        Receiver.start(
            visit -> {
              visits.add(visit);
              row.manners().receive(visit);
            });
    subscription = queue.subscribe(receiver.url(), OPTIONS.formatted(dead.name()));
    message = queue.post(BODY);
  }

  /** Subscribes the receiver, and posts the message. */
  static Trial start(Row row, Wire wire, int number) throws IOException {
    return new Trial(row, wire, number);
  }

  String name() {
    return row.name();
  }

  /** The calls so far. */
  List<Visit> visits() {
    return visits;
  }

  /**
   * Returns when what is to come has come; fails if that is not what the row says. Where a queue
   * answers late, a try may come twice, and with it all that follows.
   */
  void check() throws IOException, InterruptedException {
    int letters = row.lastError().isEmpty() ? 0 : 1;
    awaitAtLeast(letters);
    assertThat(visits).hasSizeBetween(row.calls(), 2 * row.calls());
    assertThat(visits).allSatisfy(visit -> assertThat(visit.body()).isEqualTo(JSON.readTree(BODY)));
    JsonNode found = dead.messages();
    assertThat(found.size()).as("letters").isBetween(letters, 2 * letters);
    for (JsonNode message : found) {
      assertThat(message.path("body")).isEqualTo(letter());
    }
    if (nothingCameTwice() && row.calls() > 2) {
      assertThat(between(1, 2)).isGreaterThanOrEqualTo(WAIT);
    }
    assertThat(queue.subscription(subscription).path("confirmed").booleanValue())
        .isEqualTo(row.staysConfirmed());
  }

  private void awaitAtLeast(int letters) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while ((visits.size() < row.calls() || dead.messages().size() < letters)
        && System.nanoTime() < end) {
      Thread.sleep(100);
    }
  }

  /** Whether each try came once, so that times between them mean something. */
  boolean nothingCameTwice() {
    return visits.size() == row.calls();
  }

  /** The time between two calls. */
  Duration between(int one, int other) {
    return Duration.ofNanos(visits.get(other).nanos() - visits.get(one).nanos());
  }

  private JsonNode letter() throws IOException {
    return JSON.createObjectNode()
        .put("queue_name", queue.name())
        .put("message_id", message)
        .put("ttl", Queue.TTL)
        .put("subscription_id", subscription)
        .put("subscriber", receiver.url())
        .put("attempts", row.calls())
        .put("last_error", row.lastError())
        .set("body", JSON.readTree(BODY));
  }

  @Override
  public void close() throws IOException {
    receiver.close();
  }
}
