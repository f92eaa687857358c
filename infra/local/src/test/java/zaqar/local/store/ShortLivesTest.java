package zaqar.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShortLivesTest {
  private static final Duration SHORT = Duration.ofMillis(9_999);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final ShortLives lives = new ShortLives();

  @Test
  void areTooManyWith_tellsTheThirdInARow() {
    assertThat(lives.areTooManyWith(SHORT)).isFalse();
    assertThat(lives.areTooManyWith(SHORT)).isFalse();
    assertThat(lives.areTooManyWith(SHORT)).isTrue();
  }

  @Test
  void areTooManyWith_startsAnewAfterALongLife() {
    lives.areTooManyWith(SHORT);
    lives.areTooManyWith(SHORT);

    assertThat(lives.areTooManyWith(LONG)).isFalse();
    assertThat(lives.areTooManyWith(SHORT)).isFalse();
    assertThat(lives.areTooManyWith(SHORT)).isFalse();
    assertThat(lives.areTooManyWith(SHORT)).isTrue();
  }
}
