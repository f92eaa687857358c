// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

/**
 * Refuses bodies that a browser's form would send, and Content-Length headers that are no length
 * (contract 2.1, step 3; 2.3). The exact media type counts, without parameters.
 */
public final class FormBodies implements Filter {
  private static final String FORM = "application/x-www-form-urlencoded";

  @Override
  public Response filter(Request request, Handler next) {
    boolean hasLength = request.header("Content-Length").map(FormBodies::isLength).orElse(false);
    boolean isForm = request.header("Content-Type").filter(FORM::equalsIgnoreCase).isPresent();
    if (isForm && (hasLength || request.body().length > 0)) {
      throw Problem.invalidHeader(
          "Invalid Content-Type", "Endpoint does not accept `" + FORM + "` content; use JSON.");
    }
    return next.handle(request);
  }

  private static boolean isLength(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Problem.invalidHeader(
          "Invalid header value", "The value of the Content-Length header must be a number.");
    }
    return true;
  }
}
