// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.net.URI;
import java.util.Optional;

/**
 * The console, if there is one.
 *
 * @param login where people get tokens with their browser; empty if they paste them
 */
public record ConsoleSettings(Optional<Login> login) {

  /** An issuer's code flow with PKCE, which takes no secret. */
  public record Login(String clientId, URI authorizeUrl, URI tokenUrl) {}

  static Optional<ConsoleSettings> from(Environment environment) {
    return environment.flag("CONSOLE")
        ? Optional.of(new ConsoleSettings(login(environment)))
        : Optional.empty();
  }

  private static Optional<Login> login(Environment environment) {
    return environment
        .optional("CONSOLE_CLIENT_ID")
        .map(
            id ->
                new Login(
                    id,
                    environment.webAddress("CONSOLE_AUTHORIZE_URL"),
                    environment.webAddress("CONSOLE_TOKEN_URL")));
  }
}
