package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import zaqar.http.ApiGateway;

/** Serves the messages of queues: the Lambda entry point. Called by many threads at once. */
public final class MessagesFunction implements GatewayFunction {
  private final ApiGateway gateway;

  /** What Lambda calls: everything comes from the environment. */
  public MessagesFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public MessagesFunction(Service service) {
    gateway = service.messages();
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    return gateway.answer(event);
  }
}
