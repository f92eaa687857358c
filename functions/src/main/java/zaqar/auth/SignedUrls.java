// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.names.ProjectId;

/**
 * Checks signed requests (contract 2.1, step 2; 10.3). Any fault, an empty signature included, is a
 * 404.
 *
 * @param longest the longest life of a signed URL
 */
public record SignedUrls(UrlSigner signer, Duration longest, Clock clock) implements Filter {
  /** The header that marks a request as signed. */
  static final String SIGNATURE = "URL-Signature";

  @Override
  public Response filter(Request request, Handler next) {
    if (request.header(SIGNATURE).isPresent() && !isRight(request)) {
      throw Problem.noRoute();
    }
    return next.handle(request);
  }

  private boolean isRight(Request request) {
    SignedUrl url =
        new SignedUrl(
            list(request, "URL-Paths"),
            list(request, "URL-Methods"),
            project(request),
            header(request, "URL-Expires"));
    Instant now = clock.instant();
    try {
      return url.covers(request.method(), request.segments())
          && signer.isSigned(url, header(request, SIGNATURE), request.header("URL-Key-Id"))
          && url.isLive(now)
          && url.endsWithin(longest, now);
    } catch (DateTimeException noDate) {
      return false;
    }
  }

  private static List<String> list(Request request, String name) {
    return List.of(header(request, name).split(",", -1));
  }

  private static ProjectId project(Request request) {
    return ProjectId.of(header(request, "X-Project-ID")).orElseThrow(Problem::noRoute);
  }

  private static String header(Request request, String name) {
    return request.header(name).orElseThrow(Problem::noRoute);
  }
}
