// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.names.ProjectId;
import zaqar.settings.JwtSettings;
import zaqar.settings.KeystoneSettings;
import zaqar.settings.TokenSettings;

/**
 * Requires a valid token and takes the caller from it; what the client says about itself is removed
 * (contract 2.4). A signed request needs no token: it acts for its project, without any role. This
 * filter comes after {@link SignedUrls}, which has checked the signature.
 */
public final class Tokens implements Filter {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,10000}");
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(.+)");

  /** The headers that identify a caller: those of Keystone's middleware, old names included. */
  private static final Pattern IDENTITY =
      Pattern.compile(
          "x-(service-)?(((project|user)(-domain)?|domain)-(id|name)|roles?|identity-status|catalog)"
              + "|x-(user|tenant|tenant-id|tenant-name|is-admin-project)"
              + "|openstack-system-scope");

  private final TokenCheck check;
  private final String challenge;
  private final boolean takesBearers;

  /**
   * A filter.
   *
   * @param challenge the value of WWW-Authenticate in a 401
   * @param takesBearers whether a token may also come in Authorization
   */
  Tokens(TokenCheck check, String challenge, boolean takesBearers) {
    this.check = check;
    this.challenge = challenge;
    this.takesBearers = takesBearers;
  }

  /**
   * The filter for an access mode. It connects when the first token arrives.
   *
   * @throws IllegalStateException if the keys are malformed; the message names their variable
   */
  public static Filter by(TokenSettings settings, Clock clock) {
    return switch (settings) {
      case TokenSettings.None none -> Filter.none();
      case TokenSettings.Keys keys -> new Tokens(ApiKeys.parse(keys.text()), "Bearer", true);
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
      ProjectId signed = new ProjectId(request.header("X-Project-ID").orElseThrow());
      return next.handle(identified(request, signed, List.of()));
    }
    ValidToken token =
        token(request)
            .filter(text -> FORM.matcher(text).matches())
            .flatMap(check::check)
            .orElseThrow(() -> Problem.unauthorized(challenge));
    return next.handle(identified(request, token.project(), token.roles()));
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

  /** Replaces all headers that identify the caller by this project and these roles. */
  private static Request identified(Request request, ProjectId project, List<String> roles) {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.keySet().removeIf(name -> IDENTITY.matcher(name.toLowerCase(Locale.ROOT)).matches());
    headers.put("x-project-id", project.value());
    headers.put("x-roles", String.join(",", roles));
    return request.withHeaders(headers);
  }
}
