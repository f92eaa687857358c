// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import zaqar.Service;
import zaqar.StreamFunction;

/** The function of the stream, which dies in three of ten calls. */
public final class MortalStreamFunction
    implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  private final Mortal<DynamodbEvent, StreamsEventResponse> mortal;

  /** As the runtime makes it. */
  public MortalStreamFunction(Service service) {
    mortal = new Mortal<>(new StreamFunction(service), 0.3);
  }

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    return mortal.handleRequest(event, context);
  }
}
