// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.dynamodb.Ticks;
import zaqar.http.Problem;
import zaqar.settings.JwtSettings;

class RemoteKeysTest {
  private final LoopbackServer server =
      new LoopbackServer(exchange -> new LoopbackServer.Answer(status(), Map.of(), keys()));
  private final Ticks clock = new Ticks();
  private final Jwt jwt = jwt();
  private volatile int status = 200;
  private volatile String keys = Issuer.publicKeys(Issuer.RSA);

  private int status() {
    return status;
  }

  private String keys() {
    return keys;
  }

  private Jwt jwt() {
    JwtSettings settings = Issuer.trusting(new JwtSettings.Keys.At(server.url()));
    return new Jwt(settings, JwtKeys.of(settings.keys(), clock), clock);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Optional<ValidToken> check(RSAKey key) {
    return jwt.check(Issuer.rs256(key, Issuer.claims()));
  }

  private void assertUnavailable(RSAKey key) {
    assertThatThrownBy(() -> check(key))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
  }

  @Test
  void keys_areFetchedOnceInFiveMinutes() {
    assertThat(check(Issuer.RSA)).isPresent();
    clock.pass(Duration.ofSeconds(299));
    assertThat(check(Issuer.RSA)).isPresent();
    assertThat(server.asked()).isOne();
    clock.pass(Duration.ofSeconds(1));
    assertThat(check(Issuer.RSA)).isPresent();
    assertThat(server.asked()).isOne();
  }

  @Test
  void key_thatIsNewIsFoundAtMostFiveSecondsLater() {
    assertThat(check(Issuer.RSA)).isPresent();
    keys = Issuer.publicKeys(Issuer.OTHER_RSA);
    assertThat(check(Issuer.OTHER_RSA)).isEmpty();
    clock.pass(Duration.ofSeconds(5));

    assertThat(check(Issuer.OTHER_RSA)).isPresent();
    assertThat(check(Issuer.RSA)).as("of a key that was withdrawn").isEmpty();
  }

  @Test
  void key_thatIsUnknownIsLookedForEveryFiveSecondsAtMost() {
    for (int second = 0; second < 10; second++) {
      assertThat(check(Issuer.OTHER_RSA)).isEmpty();
      assertThat(check(Issuer.OTHER_RSA)).isEmpty();
      clock.pass(Duration.ofSeconds(1));
    }

    assertThat(server.asked()).isEqualTo(2);
  }

  @Test
  void keys_areUsedWhileTheirAddressIsAway() {
    assertThat(check(Issuer.RSA)).isPresent();
    server.close();
    clock.pass(Duration.ofMinutes(30));

    assertThat(check(Issuer.RSA)).isPresent();
    assertUnavailable(Issuer.OTHER_RSA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keys\": []}",
        "{\"keys\": [{}]}",
        "{}",
        "[]",
        "",
        "{\"keys\": [{\"kty\": \"oct\", \"kid\": \"rsa\", \"k\": \"AAECAwQFBgcICQoLDA0ODw\"}]}"
      })
  void keys_areUsedWhileTheirAddressOffersNone(String none) {
    assertThat(check(Issuer.RSA)).isPresent();
    keys = none;
    clock.pass(Duration.ofMinutes(30));

    assertThat(check(Issuer.RSA)).isPresent();
    assertUnavailable(Issuer.OTHER_RSA);
    keys = Issuer.publicKeys(Issuer.OTHER_RSA);
    clock.pass(Duration.ofSeconds(5));
    assertThat(check(Issuer.OTHER_RSA)).isPresent();
    assertThat(check(Issuer.RSA)).isEmpty();
  }

  @Test
  void keys_thatWereNeverThereMakeA503() {
    status = 500;
    assertUnavailable(Issuer.RSA);
    assertUnavailable(Issuer.RSA);
    assertThat(server.asked()).isOne();
    status = 200;
    keys = "<html>";
    clock.pass(Duration.ofSeconds(5));
    assertUnavailable(Issuer.RSA);
    keys = Issuer.publicKeys(Issuer.RSA);
    clock.pass(Duration.ofSeconds(5));

    assertThat(check(Issuer.RSA)).isPresent();
  }
}
