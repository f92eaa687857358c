// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import zaqar.cache.BoundedMap;
import zaqar.names.Sha256;

/**
 * Remembers valid tokens for a while, by their digests alone. None counts beyond its own end; where
 * there is no more room, the one that was used longest ago is forgotten.
 */
final class CachedTokens implements TokenCheck {
  private static final int MOST = 10_000;

  private final TokenCheck origin;
  private final Duration life;
  private final Clock clock;
  private final BoundedMap<String, Kept> known = new BoundedMap<>(MOST);

  private record Kept(ValidToken token, Instant until) {}

  /** Asks {@code origin} for what it has not heard for {@code life}. */
  CachedTokens(TokenCheck origin, Duration life, Clock clock) {
    this.origin = origin;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public Optional<ValidToken> check(String token) {
    String digest = Sha256.hex(token);
    Instant asked = clock.instant();
    Optional<ValidToken> remembered = find(digest, asked);
    if (remembered.isPresent()) {
      return remembered;
    }
    Optional<ValidToken> found = origin.check(token);
    found.ifPresent(valid -> remember(digest, valid, asked.plus(life)));
    return found;
  }

  private Optional<ValidToken> find(String digest, Instant now) {
    return known.get(digest).filter(kept -> now.isBefore(kept.until())).map(Kept::token);
  }

  private void remember(String digest, ValidToken token, Instant latest) {
    Instant until = token.expires().isBefore(latest) ? token.expires() : latest;
    known.put(digest, new Kept(token, until));
  }
}
