// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.Ticks;
import zaqar.names.ProjectId;

class CachedTokensTest {
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final Ticks clock = new Ticks();
  private final List<String> asked = new ArrayList<>();
  private Instant end = Ticks.START.plus(Duration.ofHours(1));
  private boolean isValid = true;

  private final CachedTokens tokens =
      new CachedTokens(
          token -> {
            asked.add(token);
            return isValid
                ? Optional.of(new ValidToken(new ProjectId("p-" + token), List.of(), end))
                : Optional.empty();
          },
          LIFE,
          clock);

  private void check(String token) {
    assertThat(tokens.check(token).orElseThrow().project()).hasToString("p-" + token);
  }

  @Test
  void token_thatIsValidIsAskedForOnce() {
    check("t");
    clock.pass(LIFE.minusMillis(1));
    check("t");

    assertThat(asked).containsExactly("t");
  }

  @Test
  void token_isForgottenAfterItsTime() {
    check("t");
    clock.pass(LIFE);
    isValid = false;

    assertThat(tokens.check("t")).isEmpty();
  }

  @Test
  void token_isForgottenAtItsOwnEnd() {
    end = Ticks.START.plusSeconds(10);
    check("t");
    clock.pass(Duration.ofMillis(9_999));
    check("t");
    assertThat(asked).hasSize(1);
    clock.pass(Duration.ofMillis(1));
    isValid = false;

    assertThat(tokens.check("t")).isEmpty();
  }

  @Test
  void token_thatIsNotValidIsAskedForAgain() {
    isValid = false;
    assertThat(tokens.check("t")).isEmpty();
    isValid = true;

    check("t");
  }

  @Test
  void tokens_areNotMistakenForEachOther() {
    check("a");
    check("b");
    check("a");

    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void tokens_areBoundedInNumber() {
    check("used");
    for (int i = 0; i < 10_000; i++) {
      check("t" + i);
      check("used");
    }
    asked.clear();
    check("used");
    check("t9999");
    check("t0");

    assertThat(asked).containsExactly("t0");
  }
}
