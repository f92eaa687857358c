// SPDX-License-Identifier: Apache-2.0
package zaqar;

import zaqar.dynamodb.ClockOff;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.metrics.Metrics;

/** Counts the requests that an instance refuses because its clock is off. */
record ClockRefusals(Metrics metrics) implements Filter {
  @Override
  public Response filter(Request request, Handler next) {
    try {
      return next.handle(request);
    } catch (ClockOff refusal) {
      metrics
          .line("ERROR")
          .with("request_id", request.id())
          .with("reason", String.valueOf(refusal.getMessage()))
          .count("ClockRefusals")
          .write();
      throw refusal;
    }
  }
}
