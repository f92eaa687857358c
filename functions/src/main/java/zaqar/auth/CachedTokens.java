// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
  private final Known known = new Known();

  private record Kept(ValidToken token, Instant until) {}

  /** Tokens by digest, in the order of their use; guarded by itself. */
  private static final class Known extends LinkedHashMap<String, Kept> {
    private static final long serialVersionUID = 1L;

    Known() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
      return size() > MOST;
    }
  }

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
    synchronized (known) {
      Kept kept = known.get(digest);
      if (kept != null && !now.isBefore(kept.until())) {
        known.remove(digest);
        return Optional.empty();
      }
      return Optional.ofNullable(kept).map(Kept::token);
    }
  }

  private void remember(String digest, ValidToken token, Instant latest) {
    Instant until = token.expires().isBefore(latest) ? token.expires() : latest;
    synchronized (known) {
      known.put(digest, new Kept(token, until));
    }
  }
}
