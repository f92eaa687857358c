// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be served, from the catalogue of contract 2.3. The one filter that turns it
 * into an answer is {@link Errors}.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String UNAVAILABLE = "Service temporarily unavailable";
  private static final int UNAUTHORIZED = 401;

  /** Descriptions quote requests, so they are cut. */
  private static final int LONGEST_DESCRIPTION = 500;

  private final int status;
  private final String title;
  private final @Nullable String description;
  private final @Nullable Header header;
  private final @Nullable String metric;

  private record Header(String name, String value) implements Serializable {}

  private Problem(
      int status,
      String title,
      @Nullable String description,
      @Nullable Header header,
      @Nullable String metric) {
    super(description == null ? title : Truncation.of(description, LONGEST_DESCRIPTION));
    this.status = status;
    this.title = title;
    this.description = description == null ? null : Truncation.of(description, LONGEST_DESCRIPTION);
    this.header = header;
    this.metric = metric;
  }

  private static Problem of(int status, String title, String description) {
    return new Problem(status, title, description, null, null);
  }

  /** The body is no JSON, or not the document that this operation takes. */
  public static Problem invalidBody(String description) {
    return of(400, "Invalid request body", description);
  }

  /** A value lies outside its limits, or parameters contradict each other. */
  public static Problem invalidRequest(String description) {
    return of(400, "Invalid API request", description);
  }

  /** A query parameter has the wrong type. */
  public static Problem invalidParameter(String name, String description) {
    return of(
        400, "Invalid parameter", "The \"" + name + "\" parameter is invalid. " + description);
  }

  /** A queue name or project id that no queue can have. */
  public static Problem invalidQueue(String description) {
    return of(400, "Invalid queue identification", description);
  }

  /** A required header is not there. */
  public static Problem missingHeader(String name) {
    return of(400, "Missing header value", "The \"" + name + "\" header is required.");
  }

  /** A header is there but useless. */
  public static Problem invalidHeader(String title, String description) {
    return of(400, title, description);
  }

  /** A method that HTTP does not know. */
  public static Problem badMethod() {
    return of(400, "Bad request", "The request method is not one of HTTP's.");
  }

  /**
   * A delete that is not allowed, such as that of a claimed message without its claim, or of a pool
   * in use.
   */
  public static Problem undeletable(int status, String description) {
    return of(status, "Unable to delete", description);
  }

  /**
   * The request has no valid token. The words are those of Keystone's middleware (contract 2.4).
   *
   * @param challenge which tokens are asked for, for WWW-Authenticate
   */
  public static Problem unauthorized(String challenge) {
    return new Problem(
        UNAUTHORIZED,
        "Unauthorized",
        "The request you have made requires authentication.",
        new Header("WWW-Authenticate", challenge),
        null);
  }

  /** The caller lacks the role that this operation asks for. */
  public static Problem notAuthorized() {
    return of(403, "Not authorized", "You are not authorized to complete this action.");
  }

  /** Something that only somebody else may do. */
  public static Problem notForOthers(String description) {
    return of(403, "Not authorized", description);
  }

  /** Something that the request names does not exist. */
  public static Problem notFound(String description) {
    return of(404, "Not found", description);
  }

  /** No such route; without description, like the original. */
  public static Problem noRoute() {
    return new Problem(404, "404 Not Found", null, null, null);
  }

  /** The route exists, but not with this method. */
  public static Problem methodNotAllowed(List<String> allowed) {
    Header allow = new Header("Allow", String.join(", ", allowed));
    return new Problem(405, "405 Method Not Allowed", null, allow, null);
  }

  /** A change that the stored document does not allow. */
  public static Problem conflict(String description) {
    return of(409, "Resource conflict", description);
  }

  /** The same thing exists already, at {@code location}. */
  public static Problem conflictAt(String location, String description) {
    Header header = new Header("Location", location);
    return new Problem(409, "Resource conflict", description, header, null);
  }

  /** A change of a subscription that changes nothing. */
  public static Problem notUpdated(String description) {
    return of(400, "Unable to update subscription", description);
  }

  /** A flavor that cannot be created like this. */
  public static Problem flavorNotCreated(String description) {
    return of(400, "Unable to create", description);
  }

  /** A flavor that cannot be changed like this. */
  public static Problem flavorNotUpdated(String description) {
    return of(400, "updatefail", description);
  }

  /** A body in a media type that this operation does not take. */
  public static Problem unsupportedMediaType(String accepted) {
    return of(415, "415 Unsupported Media Type", "Accepted media type: " + accepted);
  }

  /**
   * The store, or this instance, cannot serve at the moment. Clients take nothing but 503 for that
   * (P9).
   */
  public static Problem unavailable(String what) {
    return of(503, UNAVAILABLE, what + " Please try again in a few seconds.");
  }

  /**
   * A project has reached a limit that the operator has set. The status is 503, since no other one
   * makes clients wait (P9).
   *
   * @param limit a sentence that names it
   * @param retryAfter the shortest wait before the next try, in whole seconds
   */
  public static Problem limitReached(String limit, Duration retryAfter) {
    return new Problem(
        503,
        UNAVAILABLE,
        limit,
        new Header("Retry-After", String.valueOf(retryAfter.toSeconds())),
        "LimitsReached");
  }

  /** The server that validates tokens does not answer. */
  public static Problem tokenUnchecked() {
    return new Problem(
        503,
        UNAVAILABLE,
        "Tokens cannot be validated at the moment. Please try again in a few seconds.",
        null,
        "UncheckedTokens");
  }

  /** This problem with a cause, which only the log shows. */
  public Problem because(Throwable cause) {
    Problem problem = new Problem(status, title, description, header, metric);
    problem.initCause(cause);
    return problem;
  }

  /** The metric that counts instead of a fault, if this 5xx is not a fault of the service. */
  Optional<String> metric() {
    return Optional.ofNullable(metric);
  }

  /** The HTTP status that the client gets. */
  public int status() {
    return status;
  }

  Response response() {
    Response response = Response.json(status, document()).with("Vary", "Accept");
    return header == null ? response : response.with(header.name(), header.value());
  }

  private ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    if (status == UNAUTHORIZED) {
      document
          .putObject("error")
          .put("code", status)
          .put("title", title)
          .put("message", description);
      return document;
    }
    document.put("title", title);
    return description == null ? document : document.put("description", description);
  }
}
