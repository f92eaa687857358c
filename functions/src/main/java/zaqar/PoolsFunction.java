package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import zaqar.http.ApiGateway;

/** Serves pools to operators: the Lambda entry point. Called by many threads at once. */
public final class PoolsFunction implements GatewayFunction {
  private final ApiGateway gateway;

  /** What Lambda calls: everything comes from the environment. */
  public PoolsFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public PoolsFunction(Service service) {
    gateway = service.pools();
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    return gateway.answer(event);
  }
}
