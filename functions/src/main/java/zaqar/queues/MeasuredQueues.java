// SPDX-License-Identifier: Apache-2.0
package zaqar.queues;

import static zaqar.dynamodb.ControlTable.ASKED;
import static zaqar.dynamodb.ControlTable.PARTITION;
import static zaqar.dynamodb.ControlTable.PROJECT;
import static zaqar.dynamodb.ControlTable.QUEUE;
import static zaqar.dynamodb.ControlTable.SORT;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.Platform;
import zaqar.metrics.Metrics;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/**
 * The queues whose metadata asks for metrics of their own ({@code _metrics}, contract 4.1), and
 * those metrics. A queue is entered before its metadata is written. So one that asks is always
 * entered; one that is entered and does not ask is found by the next look, and goes.
 */
public final class MeasuredQueues {
  /** The most queues that are measured: each costs its owner two metrics of CloudWatch's. */
  static final int MOST = 100;

  /** Longer than a request may take from the entry to the metadata. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private static final AttributeValue MEASURED = Attributes.text("measured");

  private final Platform platform;
  private final ControlItems items;
  private final QueueStateStore states;
  private final QueueMessageStore stats;

  /** Keeps its list in the control table. */
  public MeasuredQueues(Platform platform, QueueStateStore states) {
    this.platform = platform;
    this.states = states;
    items = new ControlItems(platform);
    stats = new QueueMessageStore(platform);
  }

  /** Enters a queue; to be called before its metadata asks for metrics. */
  void enter(QueueKey queue) {
    items.write(
        Map.of(
            PARTITION, MEASURED,
            SORT, Attributes.text(queue.hexHash()),
            PROJECT, Attributes.text(queue.project().value()),
            QUEUE, Attributes.text(queue.name().value()),
            ASKED, Attributes.number(platform.clock().millis())));
  }

  /**
   * Writes the metrics of each queue that asks: {@code Depth}, the messages that are there, claimed
   * and delayed ones too, and {@code OldestMessageAge} in seconds, 0 if there is none. Of more than
   * a hundred queues, some have none, and a line says so.
   *
   * @throws RuntimeException what failed first; the others are measured all the same
   */
  public void measure(Metrics metrics) {
    List<Map<String, AttributeValue>> entries = items.listAfter(MEASURED, "", MOST + 1);
    if (entries.size() > MOST) {
      metrics
          .line("WARN")
          .with("warning", "more than " + MOST + " queues ask for metrics; some get none")
          .write();
    }
    List<RuntimeException> failures = new ArrayList<>();
    for (Map<String, AttributeValue> entry : entries.subList(0, Math.min(MOST, entries.size()))) {
      try {
        measure(entry, metrics);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  private void measure(Map<String, AttributeValue> entry, Metrics metrics) {
    QueueKey queue =
        new QueueKey(
            new ProjectId(Attributes.text(entry, PROJECT)),
            new QueueName(Attributes.text(entry, QUEUE)));
    Instant now = platform.clock().instant();
    QueueState state = states.read(queue);
    if (state.listed() && state.reserved().isMeasured()) {
      Stats counted = stats.count(queue, state, now);
      Optional<Instant> oldest = counted.oldest().map(Stats.Mark::created);
      long age = oldest.map(created -> Duration.between(created, now).toSeconds()).orElse(0L);
      metrics
          .lineOf(
              new TreeMap<>(
                  Map.of("Project", queue.project().value(), "Queue", queue.name().value())))
          .count("Depth", counted.total())
          .seconds("OldestMessageAge", Math.max(0, age))
          .write();
    } else if (Instant.ofEpochMilli(Attributes.number(entry, ASKED))
        .plus(UNDER_WAY)
        .isBefore(now)) {
      // One that was entered again meanwhile stays, and the next look measures it.
      items.removeIf(
          Map.of(PARTITION, entry.get(PARTITION), SORT, entry.get(SORT)),
          "asked = :asked",
          Map.of(":asked", entry.get(ASKED)));
    }
  }
}
