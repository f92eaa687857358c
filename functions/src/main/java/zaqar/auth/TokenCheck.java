// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.util.Optional;

/** Checks whether a token is valid. */
@FunctionalInterface
interface TokenCheck {
  /**
   * Returns the content of a token; empty if it is invalid or names no project.
   *
   * @param token of visible ASCII characters
   * @throws zaqar.http.Problem if that cannot be found out at the moment
   */
  Optional<ValidToken> check(String token);
}
