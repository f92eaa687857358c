// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.names.ProjectId;
import zaqar.settings.ApiKeySettings;
import zaqar.settings.JwtSettings;
import zaqar.settings.KeystoneSettings;
import zaqar.settings.TokenSettings;

/**
 * Asks each request for a valid token and lets it say who calls; what the client says of itself is
 * forgotten (contract 2.4). A signed request needs none: it is its project's, without any role.
 * Stands behind {@link SignedUrls}, which lets no wrong signature pass.
 */
public final class Tokens implements Filter {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,10000}");
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(.+)");

  private final TokenCheck check;
  private final String challenge;
  private final boolean takesBearers;

  /**
   * A filter.
   *
   * @param challenge what callers without a valid token are asked for
   * @param takesBearers whether a token may also come in Authorization
   */
  Tokens(TokenCheck check, String challenge, boolean takesBearers) {
    this.check = check;
    this.challenge = challenge;
    this.takesBearers = takesBearers;
  }

  /**
   * The filter for an access mode; it connects when it has to.
   *
   * @throws IllegalStateException if keys make no sense; the message names their variable
   */
  public static Filter by(TokenSettings settings, Clock clock) {
    return switch (settings) {
      case TokenSettings.None none -> Filter.none();
      case ApiKeySettings keys -> new Tokens(ApiKeys.parse(keys.text()), "Bearer", true);
      case KeystoneSettings keystone ->
          new Tokens(
              new CachedTokens(
                  new Keystone(
                      keystone, new TrustedServer("Keystone", keystone.authorities()), clock),
                  keystone.cache(),
                  clock),
              "Keystone uri=\"" + keystone.url() + "\"",
              false);
      case JwtSettings jwt ->
          new Tokens(new Jwt(jwt, JwtKeys.of(jwt.keys(), clock), clock), "Bearer", true);
    };
  }

  @Override
  public Response filter(Request request, Handler next) {
    if (request.header(SignedUrls.SIGNATURE).isPresent()) {
      return next.handle(IdentityHeaders.replace(request, signedProject(request), List.of()));
    }
    ValidToken token =
        token(request)
            .filter(text -> FORM.matcher(text).matches())
            .flatMap(check::check)
            .orElseThrow(() -> Problem.unauthorized(challenge));
    return next.handle(IdentityHeaders.replace(request, token.project(), token.roles()));
  }

  private static ProjectId signedProject(Request request) {
    return new ProjectId(request.header("X-Project-ID").orElseThrow());
  }

  private Optional<String> token(Request request) {
    return request.header("X-Auth-Token").or(() -> bearer(request));
  }

  private Optional<String> bearer(Request request) {
    return request
        .header("Authorization")
        .filter(value -> takesBearers)
        .map(BEARER::matcher)
        .filter(Matcher::matches)
        .map(bearer -> bearer.group(1));
  }
}
