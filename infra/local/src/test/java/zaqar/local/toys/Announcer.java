// SPDX-License-Identifier: Apache-2.0
package zaqar.local.toys;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import zaqar.Service;

/** Puts notes on the bus. It chokes on poison, and refuses once what is to come later. */
public final class Announcer implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  /** All it was ever given, in order. */
  static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /** As the runtime makes it. */
  public Announcer(Service service) {}

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    for (DynamodbStreamRecord record : event.getRecords()) {
      Map<String, AttributeValue> note = record.getDynamodb().getNewImage();
      String text = note.get("text").getS();
      if (text.equals("poison")) {
        throw new IllegalStateException("poison, which this test wants");
      }
      if (text.equals("later") && refused.add(note.get("id").getS())) {
        return new StreamsEventResponse(
            List.of(
                new StreamsEventResponse.BatchItemFailure(
                    record.getDynamodb().getSequenceNumber())));
      }
      SEEN.add(note.get("id").getS());
      announce(note.get("id").getS(), text);
    }
    return new StreamsEventResponse(List.of());
  }

  private static void announce(String id, String text) {
    int failed =
        Machine.current()
            .events()
            .putEvents(
                request ->
                    request.entries(
                        PutEventsRequestEntry.builder()
                            .eventBusName("zaqar-notes")
                            .source("toys")
                            .detailType("note")
                            .detail("{\"id\": \"%s\", \"text\": \"%s\"}".formatted(id, text))
                            .build()))
            .failedEntryCount();
    if (failed > 0) {
      throw new IllegalStateException(failed + " failed");
    }
  }
}
