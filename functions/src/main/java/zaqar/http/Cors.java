// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.util.Optional;
import java.util.Set;

/**
 * Lets pages of other origins read answers, if the operator has allowed those (contract 2.9). Who
 * only asks what is allowed needs no token; pages of origins that are not allowed are served
 * without a word about it, which their browsers keep from them.
 */
public final class Cors implements Filter {
  private static final String ANY = "*";
  private static final String ALLOWED_METHODS = "GET, PUT, POST, DELETE, PATCH, HEAD";
  private static final String MAX_AGE = "3600";

  /** Those of the original, and those without which no page could call this service. */
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
          "Retry-After",
          "WWW-Authenticate",
          "Webhook-Secret");

  private final Set<String> origins;

  /** Allows {@code origins}, or with a {@code *} among them every one, but then no credentials. */
  public Cors(Set<String> origins) {
    this.origins = origins;
  }

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

  /** What to call an origin that is allowed. */
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

  /** Tells caches that another origin gets another answer, be it for the lack of these headers. */
  private static Response varying(Response response) {
    String before = response.headers().get("Vary");
    return response.with("Vary", before == null ? "Origin" : before + ", Origin");
  }
}
