// SPDX-License-Identifier: Apache-2.0
package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.Optional;
import zaqar.delivery.Deliveries;

/**
 * Delivers what is due, all of a batch at the same time: the Lambda entry point. A delivery that
 * fails for a reason of ours comes again.
 */
public final class DeliveryFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final Deliveries deliveries;
  private final Service service;

  public DeliveryFunction() {
    this(Service.from(System.getenv()));
  }

  public DeliveryFunction(Service service) {
    this.service = service;
    deliveries = service.deliveries.get();
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return new SQSBatchResponse(
        service.parallel.map(event.getRecords(), this::failure).stream()
            .flatMap(Optional::stream)
            .map(SQSBatchResponse.BatchItemFailure::new)
            .toList());
  }

  /** The id of a message that has to come again. */
  private Optional<String> failure(SQSEvent.SQSMessage message) {
    boolean isDone =
        service.attempt("delivering failed", () -> deliveries.handle(message.getBody()));
    return isDone ? Optional.empty() : Optional.of(message.getMessageId());
  }
}
