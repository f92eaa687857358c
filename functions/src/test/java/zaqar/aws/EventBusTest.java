// SPDX-License-Identifier: Apache-2.0
package zaqar.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import zaqar.aws.EventBus.Event;

class EventBusTest {
  private final Bridge bridge = new Bridge();
  private final EventBus bus = new EventBus(bridge, "bus");

  /** Takes what it does not refuse. */
  private static final class Bridge implements EventBridgeClient {
    private final List<List<String>> calls = new ArrayList<>();
    private Predicate<String> refuses = detail -> false;
    private boolean isAway;

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
      List<String> details = request.entries().stream().map(PutEventsRequestEntry::detail).toList();
      calls.add(details);
      if (isAway) {
        throw SdkClientException.create("wanted by this test");
      }
      List<PutEventsResultEntry> results = details.stream().map(this::result).toList();
      return PutEventsResponse.builder()
          .failedEntryCount((int) details.stream().filter(refuses).count())
          .entries(results)
          .build();
    }

    private PutEventsResultEntry result(String detail) {
      return PutEventsResultEntry.builder()
          .errorCode(refuses.test(detail) ? "InternalFailure" : null)
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static List<Event> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Event("type", "{" + i + "}")).toList();
  }

  private static List<String> details(List<Event> events) {
    return events.stream().map(Event::detail).toList();
  }

  @Test
  void bytes_areCountedAsEventBridgeDocumentsIt() {
    PutEventsRequestEntry.Builder entry =
        PutEventsRequestEntry.builder().source("s").detailType("t").detail("\u4e2d");

    assertThat(EventBus.bytes(entry.build())).isEqualTo(5);
  }

  @Test
  void call_takesTenEntriesAndNoMoreBytesThanAllOfThemMayHave() {
    bus.put(events(11));
    bus.put(Collections.nCopies(3, new Event("type", "\u4e2d".repeat(40_000))));

    assertThat(bridge.calls).extracting(List::size).containsExactly(10, 1, 2, 1);
  }

  @Test
  void entry_thatIsRefusedIsPutAgainWithoutTheOthers() {
    bridge.refuses = detail -> detail.equals("{1}") && bridge.calls.size() < 2;

    assertThat(bus.put(events(3))).isEmpty();
    assertThat(bridge.calls).containsExactly(List.of("{0}", "{1}", "{2}"), List.of("{1}"));
  }

  @Test
  void refusal_namesWhatWasNotTakenAndWhatWasNotTriedAfterIt() {
    bridge.refuses = "{1}"::equals;

    EventBus.Refusal refusal = bus.put(events(12)).orElseThrow();

    assertThat(details(refusal.events())).containsExactly("{1}", "{10}", "{11}");
    assertThat(refusal.reason()).hasMessageContaining("InternalFailure");
    assertThat(bridge.calls).hasSize(3);
  }

  @Test
  void busThatIsAway_isAskedOnce() {
    bridge.isAway = true;

    EventBus.Refusal refusal = bus.put(events(12)).orElseThrow();

    assertThat(refusal.events()).hasSize(12);
    assertThat(refusal.reason()).isInstanceOf(SdkClientException.class);
    assertThat(bridge.calls).hasSize(1);
  }
}
