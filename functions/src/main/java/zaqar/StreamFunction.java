// SPDX-License-Identifier: Apache-2.0
package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Optional;
import zaqar.delivery.Announcer;
import zaqar.delivery.StreamEntry;
import zaqar.delivery.StreamRecords;

/**
 * Reads the stream of the message table, and announces new messages: the Lambda entry point. A
 * batch comes again from the first record on that could not be announced. If that is the first of
 * all, the call fails: only then does Lambda halve the batch, so that a record whose fault lasts
 * ends alone. An answer that names the first record would bring the same batch for ever.
 */
public final class StreamFunction implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  private final Announcer announcer;
  private final Service service;

  public StreamFunction() {
    this(Service.from(System.getenv()));
  }

  public StreamFunction(Service service) {
    this.service = service;
    announcer = service.announcer.get();
  }

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    List<DynamodbEvent.DynamodbStreamRecord> records = event.getRecords();
    Optional<StreamEntry.Failure> again = announcer.announce(StreamRecords.messages(records));
    if (again.isEmpty()) {
      return new StreamsEventResponse(List.of());
    }
    RuntimeException reason = again.get().reason();
    service.report("announcing failed", reason);
    String from = again.get().place().sequenceNumber();
    if (from.equals(StreamRecords.sequenceNumber(records.getFirst()))) {
      throw reason;
    }
    return new StreamsEventResponse(List.of(new StreamsEventResponse.BatchItemFailure(from)));
  }
}
