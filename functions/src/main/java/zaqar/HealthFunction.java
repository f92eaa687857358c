package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import zaqar.http.ApiGateway;

/** Serves health, for operators: the Lambda entry point. Called by many threads at once. */
public final class HealthFunction implements GatewayFunction {
  private final ApiGateway gateway;

  /** What Lambda calls: everything comes from the environment. */
  public HealthFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public HealthFunction(Service service) {
    gateway = service.health();
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    return gateway.answer(event);
  }
}
