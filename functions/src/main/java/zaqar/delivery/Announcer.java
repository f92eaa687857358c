// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import zaqar.aws.AwsClients;
import zaqar.aws.EventBus;
import zaqar.dynamodb.Platform;
import zaqar.meter.Meter;
import zaqar.metrics.Metrics;
import zaqar.names.RequestId;
import zaqar.settings.Settings;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Puts new messages on the event bus (design 5), if their queue has subscribers: one event for each
 * queue and batch, or a few if the messages are large.
 */
public final class Announcer {
  private final SubscriptionStore subscriptions;
  private final EventBus bus;
  private final UnannouncedSink unannounced;
  private final Metrics metrics;
  private final Clock clock;

  /** Connects to the bus, and to the queue of what cannot be announced, of the settings. */
  public Announcer(Platform platform, SubscriptionStore subscriptions, Metrics metrics) {
    Settings settings = platform.settings();
    this.subscriptions = subscriptions;
    this.metrics = metrics;
    clock = platform.clock();
    bus = EventBus.connect(settings);
    unannounced =
        new UnannouncedSink(
            () -> AwsClients.sqs(settings), settings.delivery().unannouncedQueue(), clock);
  }

  /**
   * Announces messages, in the order in which they were written, and writes one line of the log for
   * all of them. A record that can never be announced goes to a queue of its own.
   *
   * @return the record from which on the batch has to come again; empty if all is done. Of the
   *     records behind it, some may be done as well
   */
  public Optional<StreamEntry.Failure> announce(List<StreamEntry> heard) {
    Meter meter = new Meter();
    AnnouncementBatch round = new AnnouncementBatch(subscriptions, clock.instant(), heard);
    List<AnnouncementBatch.Outgoing> announced = put(round, meter.measure(round::sort));
    try {
      unannounced.keep(round.hopeless());
    } catch (RuntimeException e) {
      round.endAtFirstHopeless(e);
    }
    round.hopeless().forEach(this::log);
    log(heard.size(), announced, meter);
    return round.end();
  }

  private List<AnnouncementBatch.Outgoing> put(
      AnnouncementBatch round, List<AnnouncementBatch.Outgoing> all) {
    Optional<EventBus.Refusal> refusal =
        bus.put(all.stream().map(AnnouncementBatch.Outgoing::event).toList());
    if (refusal.isEmpty()) {
      return all;
    }
    List<EventBus.Event> left = refusal.get().events();
    round.endAtFirst(
        all.stream().filter(outgoing -> left.contains(outgoing.event())).toList(),
        refusal.get().reason());
    return all.stream().filter(outgoing -> !left.contains(outgoing.event())).toList();
  }

  private void log(StreamEntry.Failure record) {
    metrics
        .line("ERROR")
        .with("operation", "announce")
        .with("sequence_number", record.place().sequenceNumber())
        .with("reason", record.reason().toString())
        .write();
  }

  private void log(int heardOf, List<AnnouncementBatch.Outgoing> outgoing, Meter meter) {
    List<Announcement> announcements =
        outgoing.stream().map(AnnouncementBatch.Outgoing::announcement).toList();
    List<AnnouncedMessage> announced =
        announcements.stream().flatMap(each -> each.messages().stream()).toList();
    metrics
        .line("INFO")
        .with("operation", "announce")
        .with("messages", heardOf)
        .with("queues", announcements.stream().map(Announcement::queue).distinct().count())
        .with(
            "request_ids",
            announced.stream()
                .flatMap(message -> message.request().stream())
                .distinct()
                .map(RequestId::toString)
                .toList())
        .with("read_units", meter.readUnits())
        .with("round_trips", meter.roundTrips())
        .count("MessagesAnnounced", announced.size())
        .amountIfAny("ReadUnits", meter.readUnits())
        .write();
  }
}
