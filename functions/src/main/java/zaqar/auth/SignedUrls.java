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
 * Checks requests that claim to be signed (contract 2.1, step 2; 10.3). A request with any fault,
 * an empty signature included, gets a 404.
 */
public final class SignedUrls implements Filter {
  /** The header that a signed request is known by. */
  static final String SIGNATURE = "URL-Signature";

  private final UrlSigner signer;
  private final Duration longest;
  private final Clock clock;

  /**
   * Takes what {@code signer} signed, as long as it lives.
   *
   * @param longest how far off the end of what was signed may be
   */
  public SignedUrls(UrlSigner signer, Duration longest, Clock clock) {
    this.signer = signer;
    this.longest = longest;
    this.clock = clock;
  }

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
            new ProjectId(project(request)),
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

  private static String project(Request request) {
    return request
        .header("X-Project-ID")
        .filter(project -> !project.isEmpty())
        .orElseThrow(Problem::noRoute);
  }

  private static String header(Request request, String name) {
    return request.header(name).orElseThrow(Problem::noRoute);
  }
}
