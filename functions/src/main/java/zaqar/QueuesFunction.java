package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import zaqar.http.ApiGateway;

/**
 * Serves queues, their statistics, purge, and signed URLs of them: the Lambda entry point. Called
 * by many threads at once.
 */
public final class QueuesFunction implements GatewayFunction {
  private final ApiGateway gateway;

  /** What Lambda calls: everything comes from the environment. */
  public QueuesFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public QueuesFunction(Service service) {
    gateway = service.queues();
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    return gateway.answer(event);
  }
}
