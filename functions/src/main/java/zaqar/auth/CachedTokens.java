// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import zaqar.cache.BoundedMap;
import zaqar.names.Sha256;

/**
 * Remembers valid tokens for a while, by their digests only. No token counts after its own end. If
 * the cache is full, the token that was used least recently is dropped.
 */
final class CachedTokens implements TokenCheck {
  private static final int MOST = 10_000;

  private final TokenCheck origin;
  private final Duration life;
  private final Clock clock;
  private final BoundedMap<String, Kept> known = new BoundedMap<>(MOST);

  private record Kept(ValidToken token, Instant until) {}

  /** Asks {@code origin} about a token at most once in {@code life}, while the token is valid. */
  CachedTokens(TokenCheck origin, Duration life, Clock clock) {
    this.origin = origin;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public Optional<ValidToken> check(String token) {
    String digest = Sha256.hex(token);
    Instant asked = clock.instant();
    Optional<Kept> kept = known.get(digest).filter(it -> asked.isBefore(it.until()));
    if (kept.isPresent()) {
      return kept.map(Kept::token);
    }
    Instant latest = asked.plus(life);
    Optional<ValidToken> found = origin.check(token);
    found.ifPresent(
        valid -> {
          Instant until = valid.expires().isBefore(latest) ? valid.expires() : latest;
          known.put(digest, new Kept(valid, until));
        });
    return found;
  }
}
