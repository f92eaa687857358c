// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.names.QueueName;
import zaqar.settings.Limits;

/**
 * Checks the queue that a route names. Only such routes check the length of the project id
 * (contract 2.1, step 7).
 */
public record QueueNames(Limits limits) implements Filter {
  @Override
  public Response filter(Request request, Handler next) {
    if (request.requireCaller().project().value().length() > limits.maxProjectIdLength()) {
      throw Problem.invalidQueue(
          "Project ids may not be longer than " + limits.maxProjectIdLength() + " characters.");
    }
    String name = request.pathParameter("queue_name");
    if (!QueueName.isValid(name, limits.maxQueueNameLength())) {
      throw Problem.invalidQueue(
          "Queue names have 1 to "
              + limits.maxQueueNameLength()
              + " characters: letters, digits, underscores, hyphens and dots.");
    }
    return next.handle(request.about(new QueueName(name)));
  }
}
