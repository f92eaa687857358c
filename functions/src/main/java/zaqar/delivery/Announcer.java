package zaqar.delivery;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import zaqar.aws.EventBus;
import zaqar.dynamodb.Platform;
import zaqar.messages.Message;
import zaqar.meter.Meter;
import zaqar.metrics.Metrics;
import zaqar.names.QueueKey;
import zaqar.names.RequestId;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Tells the event bus of new messages (design 5): of those in queues that somebody subscribes to,
 * one event for each queue and batch, or a few where they are large.
 */
public final class Announcer {
  private static final int HASH_BYTES = 16;

  /** The bus takes 256 KB, of a document in which every quote of a body counts twice. */
  private static final int MOST_BYTES = 100_000;

  private final SubscriptionStore subscriptions;
  private final EventBus bus;
  private final Metrics metrics;

  Announcer(SubscriptionStore subscriptions, EventBus bus, Metrics metrics) {
    this.subscriptions = subscriptions;
    this.bus = bus;
    this.metrics = metrics;
  }

  /** Connects to the bus of the settings. */
  public static Announcer connect(
      Platform platform, SubscriptionStore subscriptions, Metrics metrics) {
    return new Announcer(subscriptions, EventBus.connect(platform.settings()), metrics);
  }

  /**
   * Announces messages, in the order in which they were written, and writes one line of the log for
   * all of them.
   *
   * @param posted each with the partition that it was written to
   * @throws RuntimeException if some may not have been announced; then all are to be announced
   *     again
   */
  public void announce(List<Posted> posted) {
    Meter meter = new Meter();
    List<Announcement> announcements = meter.measure(() -> announcements(posted));
    if (!announcements.isEmpty()) {
      bus.put(announcements.stream().map(Announcement::write).toList());
    }
    log(posted.size(), announcements, meter);
  }

  private List<Announcement> announcements(List<Posted> posted) {
    Map<String, List<Announced>> byQueue = new LinkedHashMap<>();
    for (Posted message : posted) {
      String hash = HexFormat.of().formatHex(message.partition(), 0, HASH_BYTES);
      byQueue.computeIfAbsent(hash, key -> new ArrayList<>()).add(Announced.of(message.message()));
    }
    List<Announcement> announcements = new ArrayList<>();
    byQueue.forEach(
        (hash, messages) ->
            subscriptions.told(hash).stream()
                .map(Subscription::queue)
                .findFirst()
                .ifPresent(queue -> announcements.addAll(split(queue, messages))));
    return announcements;
  }

  private void log(int heardOf, List<Announcement> announcements, Meter meter) {
    List<Announced> announced =
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

  /** A message that was written. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Posted(byte[] partition, Message message) {}

  private static List<Announcement> split(QueueKey queue, List<Announced> messages) {
    List<Announcement> announcements = new ArrayList<>();
    List<Announced> some = new ArrayList<>();
    int bytes = 0;
    for (Announced message : messages) {
      int size = message.write().toString().length();
      if (bytes + size > MOST_BYTES) {
        announcements.add(new Announcement(queue, some));
        some = new ArrayList<>();
        bytes = 0;
      }
      some.add(message);
      bytes += size;
    }
    announcements.add(new Announcement(queue, some));
    return announcements;
  }
}
