// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.util.Optional;
import java.util.stream.Stream;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.meter.Meter;
import zaqar.names.Caller;
import zaqar.names.ClientId;
import zaqar.names.ProjectId;
import zaqar.settings.ClientIdMode;
import zaqar.settings.Limits;

/**
 * Identifies the caller by Client-ID and then by the project headers (contract 2.2; 2.1, steps 5
 * and 6).
 */
public record Callers(ClientIdMode mode, Limits limits) implements Filter {
  @Override
  public Response filter(Request request, Handler next) {
    ClientId client = client(request);
    ProjectId project = project(request);
    Meter.current().of(project.value());
    return next.handle(request.from(new Caller(project, client)));
  }

  private ClientId client(Request request) {
    String text = request.header("Client-ID").orElseThrow(() -> Problem.missingHeader("Client-ID"));
    if (mode == ClientIdMode.STRICT) {
      return ClientId.ofUuid(text)
          .orElseThrow(
              () ->
                  Problem.invalidHeader(
                      "Wrong UUID value", "The Client-ID header must be a UUID, dashed or not."));
    }
    if (text.length() < limits.minClientIdLength() || text.length() > limits.maxClientIdLength()) {
      throw Problem.invalidHeader(
          "Invalid header value",
          "The Client-ID header must have "
              + limits.minClientIdLength()
              + " to "
              + limits.maxClientIdLength()
              + " characters.");
    }
    return ClientId.ofText(text);
  }

  private static ProjectId project(Request request) {
    String project =
        Stream.of("X-Project-ID", "X-Tenant-Id", "X-Tenant")
            .map(request::header)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.invalidHeader(
                        "Project-Id Missing", "The X-Project-ID header must name a project."));
    if (project.isEmpty()) {
      throw Problem.invalidHeader(
          "Empty project header not allowed", "The X-Project-ID header must not be empty.");
    }
    return new ProjectId(project);
  }
}
