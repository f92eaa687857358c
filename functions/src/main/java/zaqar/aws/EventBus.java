// SPDX-License-Identifier: Apache-2.0
package zaqar.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import zaqar.settings.Settings;

/** The event bus, where everybody with a rule hears what this service has to tell. */
public record EventBus(EventBridgeClient client, String name) {
  private static final String SOURCE = "zaqar";

  private static final int ATTEMPTS = 3;

  /** Connects to the bus of the settings. */
  public static EventBus connect(Settings settings) {
    return new EventBus(AwsClients.eventBridge(settings), settings.delivery().eventBus());
  }

  /**
   * Something to tell; docs/webhooks.md and docs/monitoring.md have the form of each type.
   *
   * @param type its detail type
   * @param detail a JSON document
   */
  public record Event(String type, String detail) {}

  /** What the bus has not taken, and why. */
  public record Refusal(List<Event> events, RuntimeException reason) {}

  /**
   * Puts events on the bus, in order. Those of a call that the bus refuses are put again, without
   * the others. After a call that fails no more are made, so that little comes twice when what was
   * not taken comes again.
   */
  public Optional<Refusal> put(List<Event> events) {
    List<List<Event>> calls = new ArrayList<>();
    BatchPacker<Event> packing = BatchPacker.intoCalls(calls::add);
    events.forEach(event -> packing.add(event, bytes(entry(event))));
    packing.finish();
    for (int i = 0; i < calls.size(); i++) {
      Optional<Refusal> refusal = putAll(calls.get(i));
      if (refusal.isPresent()) {
        List<Event> left = new ArrayList<>(refusal.get().events());
        calls.subList(i + 1, calls.size()).forEach(left::addAll);
        return Optional.of(new Refusal(left, refusal.get().reason()));
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> putAll(List<Event> call) {
    List<Event> left = call;
    String code = "";
    try {
      for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
        List<Event> sent = left;
        PutEventsResponse response =
            client.putEvents(r -> r.entries(sent.stream().map(this::entry).toList()));
        List<Integer> refused =
            IntStream.range(0, response.failedEntryCount() > 0 ? sent.size() : 0)
                .filter(i -> response.entries().get(i).errorCode() != null)
                .boxed()
                .toList();
        left = refused.stream().map(sent::get).toList();
        code = refused.isEmpty() ? "" : response.entries().get(refused.getFirst()).errorCode();
      }
    } catch (SdkException e) {
      return Optional.of(new Refusal(left, e));
    }
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                left,
                new IllegalStateException(
                    "the event bus did not take " + left.size() + " events: " + code)));
  }

  private PutEventsRequestEntry entry(Event event) {
    return PutEventsRequestEntry.builder()
        .eventBusName(name)
        .source(SOURCE)
        .detailType(event.type())
        .detail(event.detail())
        .build();
  }

  /** The size of an entry as EventBridge counts it; ours have no resources and no time. */
  static int bytes(PutEventsRequestEntry entry) {
    return BatchPacker.bytes(entry.source())
        + BatchPacker.bytes(entry.detailType())
        + BatchPacker.bytes(entry.detail());
  }
}
