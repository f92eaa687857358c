// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

/**
 * A function that answers HTTP requests.
 *
 * @param name as in the template
 * @param memoryMegabytes what its context tells it
 * @param handler is called by many threads at once
 */
public record LambdaFunction(
    String name,
    int memoryMegabytes,
    RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> handler) {}
