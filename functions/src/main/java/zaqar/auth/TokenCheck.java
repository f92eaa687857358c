// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.util.Optional;

/** Tells valid tokens from others. */
@FunctionalInterface
interface TokenCheck {
  /**
   * What a token says if it is valid and for a project.
   *
   * @param token of visible ASCII characters
   * @throws zaqar.http.Problem if that cannot be found out at the moment
   */
  Optional<ValidToken> check(String token);
}
