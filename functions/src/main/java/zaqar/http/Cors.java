// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.util.Optional;
import java.util.Set;

/**
 * Lets pages of the origins that the operator allows read answers (contract 2.9). A preflight
 * request needs no token. A request from any other origin gets an answer without these headers, so
 * that the browser withholds the answer from the page.
 *
 * @param origins those that are allowed; a {@code *} among them allows every origin, without
 *     credentials
 */
public record Cors(Set<String> origins) implements Filter {
  private static final String ANY = "*";
  private static final String ALLOWED_METHODS = "GET, PUT, POST, DELETE, PATCH, HEAD";
  private static final String MAX_AGE = "3600";

  /** The headers of the original, and those that pages need to call this service. */
  private static final String ALLOWED_HEADERS =
      String.join(
          ", ",
          "X-Auth-Token",
          "X-Identity-Status",
          "X-Roles",
          "X-Service-Catalog",
          "X-User-Id",
          "X-Tenant-Id",
          "X-OpenStack-Request-ID",
          "X-Trace-Info",
          "X-Trace-HMAC",
          "Client-ID",
          "Idempotency-Key",
          "Prefer",
          "X-Project-ID",
          "URL-Signature",
          "URL-Expires",
          "URL-Methods",
          "URL-Paths",
          "URL-Key-Id",
          "Accept",
          "Authorization",
          "Content-Type");

  private static final String EXPOSED_HEADERS =
      String.join(
          ", ",
          "X-Auth-Token",
          "X-Subject-Token",
          "X-Service-Token",
          "X-OpenStack-Request-ID",
          "Location",
          "Preference-Applied",
          "Retry-After",
          "WWW-Authenticate",
          "Webhook-Secret");

  @Override
  public Response filter(Request request, Handler next) {
    if (origins.isEmpty()) {
      return next.handle(request);
    }
    Optional<String> origin = request.header("Origin").flatMap(this::allowed);
    if (origin.isEmpty()) {
      return varying(next.handle(request));
    }
    Response response =
        isPreflight(request)
            ? Response.empty(200)
                .with("Access-Control-Allow-Methods", ALLOWED_METHODS)
                .with("Access-Control-Allow-Headers", ALLOWED_HEADERS)
                .with("Access-Control-Max-Age", MAX_AGE)
            : next.handle(request).with("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    return varying(admitting(response, origin.get()));
  }

  /** The value of Access-Control-Allow-Origin, if the origin is allowed. */
  private Optional<String> allowed(String origin) {
    return origins.contains(ANY) ? Optional.of(ANY) : Optional.of(origin).filter(origins::contains);
  }

  private static boolean isPreflight(Request request) {
    return request.method().equals("OPTIONS")
        && request.header("Access-Control-Request-Method").isPresent();
  }

  private static Response admitting(Response response, String origin) {
    Response admitting = response.with("Access-Control-Allow-Origin", origin);
    return origin.equals(ANY)
        ? admitting
        : admitting.with("Access-Control-Allow-Credentials", "true");
  }

  /** Keeps caches from reusing an answer for another origin. */
  private static Response varying(Response response) {
    String before = response.headers().get("Vary");
    return response.with("Vary", before == null ? "Origin" : before + ", Origin");
  }
}
