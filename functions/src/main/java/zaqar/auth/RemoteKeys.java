// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zaqar.http.Problem;

/**
 * The keys at a URL. They are fetched again when they are five minutes old, and when a token names
 * an unknown key, but at most every five seconds. If a fetch fails or returns no public key, the
 * known keys stay in use, and a token that names another key cannot be checked.
 */
final class RemoteKeys implements JWKSource<SecurityContext> {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final URI url;
  private final TrustedServer server;
  private final Clock clock;
  private volatile State state = new State(new JWKSet(), Instant.MIN, Instant.MIN, null);

  /** The known keys, when they were fetched, when the last fetch began, and why it failed. */
  private record State(JWKSet keys, Instant fetched, Instant tried, @Nullable Exception failure) {}

  RemoteKeys(URI url, TrustedServer server, Clock clock) {
    this.url = url;
    this.server = server;
    this.clock = clock;
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    State known = state;
    if (!clock.instant().isBefore(known.fetched().plus(LIFE))) {
      known = refreshed();
    }
    List<JWK> found = selector.select(known.keys());
    if (found.isEmpty()) {
      known = refreshed();
      found = selector.select(known.keys());
    }
    if (found.isEmpty() && known.failure() != null) {
      throw new KeySourceException("The keys are out of reach", known.failure());
    }
    return found;
  }

  private synchronized State refreshed() {
    Instant now = clock.instant();
    if (!now.isBefore(state.tried().plus(PAUSE))) {
      state = fetched(state, now);
    }
    return state;
  }

  private State fetched(State known, Instant now) {
    try {
      HttpResponse<String> answer = server.call(HttpRequest.newBuilder(url));
      if (answer.statusCode() != 200) {
        throw server.unusable(answer.statusCode() + " where the keys should be");
      }
      JWKSet keys = JWKSet.parse(answer.body()).toPublicJWKSet();
      if (keys.isEmpty()) {
        throw server.unusable("no public key");
      }
      return new State(keys, now, now, null);
    } catch (Problem | ParseException e) {
      return new State(known.keys(), known.fetched(), now, e);
    }
  }
}
