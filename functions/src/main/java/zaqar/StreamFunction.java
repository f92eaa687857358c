package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Objects;
import zaqar.delivery.Announcer;
import zaqar.delivery.StreamRecords;

/**
 * Hears of what is written to the message table, and announces new messages: the Lambda entry
 * point. A batch that could not be announced comes again, from its first record on.
 */
public final class StreamFunction implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  private final Announcer announcer;
  private final Service service;

  /** What Lambda calls: everything comes from the environment. */
  public StreamFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public StreamFunction(Service service) {
    this.service = service;
    announcer = service.announcer();
  }

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    List<DynamodbEvent.DynamodbStreamRecord> records = event.getRecords();
    try {
      announcer.announce(StreamRecords.messages(records));
      return new StreamsEventResponse(List.of());
    } catch (RuntimeException e) {
      service.report("announcing failed", e);
      String first = Objects.requireNonNull(records.getFirst().getDynamodb().getSequenceNumber());
      return new StreamsEventResponse(List.of(new StreamsEventResponse.BatchItemFailure(first)));
    }
  }
}
