// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

/** A function from request to response. Bad requests are thrown as a {@link Problem}. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers one request.
   *
   * @throws Problem if the request cannot be served as sent
   */
  Response handle(Request request);
}
