// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import zaqar.DeliveryFunction;
import zaqar.Service;

/** The function that delivers, which dies in one of ten calls. */
public final class MortalDeliveryFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final Mortal<SQSEvent, SQSBatchResponse> mortal;

  /** As the runtime makes it. */
  public MortalDeliveryFunction(Service service) {
    mortal = new Mortal<>(new DeliveryFunction(service), 0.1);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return mortal.handleRequest(event, context);
  }
}
