package zaqar.aws;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import zaqar.settings.Settings;

/** The event bus, where everybody with a rule hears what this service has to tell. */
public final class EventBus {
  private static final String SOURCE = "zaqar";

  /** What PutEvents takes at once. */
  private static final int MOST_ENTRIES = 10;

  private static final int ATTEMPTS = 3;

  private final EventBridgeClient client;
  private final String name;

  private EventBus(EventBridgeClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** Connects to the bus of the settings. */
  public static EventBus connect(Settings settings) {
    return new EventBus(Clients.eventBridge(settings), settings.delivery().eventBus());
  }

  /**
   * Something to tell; README tells the form of each type.
   *
   * @param type its detail type
   * @param detail a JSON document
   */
  public record Event(String type, String detail) {}

  /**
   * Puts events on the bus; what the bus refuses to take is put again.
   *
   * @throws IllegalStateException if it keeps refusing some of them
   */
  public void put(List<Event> events) {
    List<PutEventsRequestEntry> left = events.stream().map(this::entry).toList();
    for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
      left = putOnce(left);
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("the event bus did not take " + left.size() + " events");
    }
  }

  private List<PutEventsRequestEntry> putOnce(List<PutEventsRequestEntry> entries) {
    List<PutEventsRequestEntry> refused = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += MOST_ENTRIES) {
      List<PutEventsRequestEntry> some =
          entries.subList(from, Math.min(entries.size(), from + MOST_ENTRIES));
      PutEventsResponse response = client.putEvents(r -> r.entries(some));
      if (response.failedEntryCount() > 0) {
        for (int i = 0; i < some.size(); i++) {
          if (response.entries().get(i).errorCode() != null) {
            refused.add(some.get(i));
          }
        }
      }
    }
    return refused;
  }

  private PutEventsRequestEntry entry(Event event) {
    return PutEventsRequestEntry.builder()
        .eventBusName(name)
        .source(SOURCE)
        .detailType(event.type())
        .detail(event.detail())
        .build();
  }
}
