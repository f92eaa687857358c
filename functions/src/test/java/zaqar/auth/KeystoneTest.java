// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.dynamodb.Ticks;
import zaqar.http.Problem;
import zaqar.names.ProjectId;

/** Contract 2.4. */
class KeystoneTest {
  private static final String SECRET = "changeit";
  private static final Instant END = Ticks.START.plus(Duration.ofHours(1));

  private final FakeKeystone fake = new FakeKeystone();
  private final Ticks clock = new Ticks();
  private final Keystone keystone = keystone("/", FakeKeystone.PASSWORD);

  private Keystone keystone(String path, String password) {
    return new Keystone(fake.settings(path, password), new TrustedServer("Keystone"), clock);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private void assertUnavailable(Keystone asked) {
    assertThatThrownBy(() -> asked.check("t"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v3", "/v3/"})
  void token_thatIsValidTellsProjectAndRoles(String path) {
    fake.add("t", "p1", END, "member", "reader", "a,admin");

    assertThat(keystone(path, FakeKeystone.PASSWORD).check("t"))
        .contains(new ValidToken(new ProjectId("p1"), List.of("member", "reader"), END));
  }

  @Test
  void token_thatIsUnknownIsNone() {
    assertThat(keystone.check("t")).isEmpty();
  }

  @Test
  void token_forNoProjectIsNone() {
    fake.addUnscoped("t", END);

    assertThat(keystone.check("t")).isEmpty();
  }

  @Test
  void serviceToken_isKept() {
    fake.add("t", "p1", END);
    keystone.check("t");
    keystone.check("t");

    assertThat(fake.server.asked()).isEqualTo(3);
  }

  @Test
  void serviceToken_isRenewedBeforeItEnds() {
    fake.add("t", "p1", END);
    keystone.check("t");
    clock.pass(fake.serviceLife.minusSeconds(30));
    keystone.check("t");

    assertThat(fake.serviceTokens).hasSize(2);
  }

  @Test
  void serviceToken_thatIsRefusedIsRenewed() {
    fake.add("t", "p1", END);
    keystone.check("t");
    fake.serviceTokens.clear();

    assertThat(keystone.check("t")).isPresent();
  }

  @Test
  void password_thatIsWrongIsA503AndNotTriedAgainAtOnce() {
    Keystone wrong = keystone("/", "battery staple");

    assertUnavailable(wrong);
    assertThat(fake.server.asked()).isOne();
    assertUnavailable(wrong);
    assertThat(fake.server.asked()).isZero();
    clock.pass(Duration.ofSeconds(1));
    assertUnavailable(wrong);
    assertThat(fake.server.asked()).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500, 503, 200, 302})
  void answer_thatSaysNeitherYesNorNoIsA503(int status) {
    fake.add("t", "p1", END);
    assertThat(keystone.check("t")).isPresent();
    fake.status = status;
    fake.garbage = "<html>";

    assertUnavailable(keystone);
    fake.garbage = "{\"token\": {\"project\": {\"id\": \"p1\"}, \"expires_at\": \"soon\"}}";
    assertUnavailable(keystone);
  }

  @Test
  void keystone_thatIsAwayIsA503() {
    fake.close();

    assertUnavailable(keystone);
  }

  @Test
  void keystone_ofAnAuthorityOfOnesOwnIsBelievedByThatAlone(@TempDir Path folder) throws Exception {
    KeyStore own = selfSigned(folder.resolve("keystone.p12"));
    X509Certificate authority = (X509Certificate) own.getCertificate("keystone");
    try (LoopbackServer server =
        new LoopbackServer(
            exchange -> new LoopbackServer.Answer(200, Map.of(), "{}"), serving(own))) {
      HttpRequest.Builder request = HttpRequest.newBuilder(server.url());

      assertThat(answered(new TrustedServer("Keystone", List.of(authority)), request)).isTrue();
      assertThatThrownBy(() -> new TrustedServer("Keystone").call(request))
          .isInstanceOf(Problem.class);
    }
  }

  /** The first handshake of a process may take longer than a server has. */
  private static boolean answered(TrustedServer server, HttpRequest.Builder request) {
    for (int attempt = 0; attempt < 5; attempt++) {
      try {
        return server.call(request).statusCode() == 200;
      } catch (Problem late) {
        assertThat(late.getCause()).isInstanceOf(TimeoutException.class);
      }
    }
    return false;
  }

  /** A key and its certificate, as the JDK's own tool makes them. */
  private static KeyStore selfSigned(Path file) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            (tool
                    + " -genkeypair -alias keystone -keyalg EC -dname CN=keystone -ext SAN=IP:127.0.0.1")
                .split(" "));
    List<String> rest =
        List.of("-storetype", "PKCS12", "-storepass", SECRET, "-keystore", file.toString());
    assertThat(
            new ProcessBuilder(Stream.concat(command.stream(), rest.stream()).toList())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    return KeyStore.getInstance(file.toFile(), SECRET.toCharArray());
  }

  private static SSLContext serving(KeyStore own) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, SECRET.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void keystone_thatHangsIsA503InTime() {
    try (LoopbackServer hung =
        new LoopbackServer(
            exchange -> {
              try {
                Thread.sleep(Duration.ofSeconds(30));
              } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
              }
              return new LoopbackServer.Answer(500, Map.of(), "");
            })) {
      TrustedServer server = new TrustedServer("Keystone");
      long start = System.nanoTime();

      assertThatThrownBy(() -> server.call(HttpRequest.newBuilder(hung.url())))
          .isInstanceOf(Problem.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }
}
