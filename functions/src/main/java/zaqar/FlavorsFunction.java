package zaqar;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import zaqar.http.ApiGateway;

/** Serves flavors: the Lambda entry point. Called by many threads at once. */
public final class FlavorsFunction implements GatewayFunction {
  private final ApiGateway gateway;

  /** What Lambda calls: everything comes from the environment. */
  public FlavorsFunction() {
    this(Service.from(System.getenv()));
  }

  /** For whoever runs several functions in one process. */
  public FlavorsFunction(Service service) {
    gateway = service.flavors();
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    return gateway.answer(event);
  }
}
