// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, as hook.example.com, whose address is this machine's. */
class WebhookTlsTest {
  private static final String NAME = "hook.example.com";
  private static final char[] PASSWORD = "password".toCharArray();
  private static final AddressGuard GUARD =
      new AddressGuard(
          false,
          true,
          OwnHosts.NONE,
          host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});

  private static SSLContext context;

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD),
                "-keyalg",
                "EC",
                "-dname",
                "CN=x",
                "-ext",
                "san=dns:" + NAME)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(Files.newInputStream(file), PASSWORD);
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  private static HttpReceiver start(Queue<String> names) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return HttpReceiver.start(
        server,
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          List<SNIServerName> asked = session.getRequestedServerNames();
          asked.forEach(name -> names.add(name.toString()));
          HttpReceiver.answer(exchange, 200);
        });
  }

  private static WebhookSender trusting() {
    return Senders.of(
        GUARD, new DefaultClientTlsStrategy(context, HostnameVerificationPolicy.BUILTIN, null));
  }

  @Test
  void handshake_isWithTheNameAndNotItsAddress() throws IOException {
    Queue<String> names = new ConcurrentLinkedQueue<>();
    try (HttpReceiver receiver = start(names)) {
      assertThat(Senders.send(trusting(), "https://" + NAME + ":" + receiver.port() + "/"))
          .isEqualTo(new DeliveryOutcome.Delivered());
      assertThat(names).singleElement().asString().contains(NAME);
      assertThat(receiver.received().remove().header("Host"))
          .isEqualTo(NAME + ":" + receiver.port());
    }
  }

  @Test
  void certificate_ofAnotherNameIsNoTls() throws IOException {
    try (HttpReceiver receiver = start(new ConcurrentLinkedQueue<>())) {
      for (String host : List.of("other.example.com", "127.0.0.1")) {
        assertThat(Senders.send(trusting(), "https://" + host + ":" + receiver.port() + "/"))
            .isEqualTo(new DeliveryOutcome.Failed("no TLS"));
      }
      assertThat(receiver.received()).isEmpty();
    }
  }

  @Test
  void certificate_ofNobodyKnownIsNoTls() throws IOException {
    try (HttpReceiver receiver = start(new ConcurrentLinkedQueue<>())) {
      assertThat(Senders.send(Senders.of(GUARD), "https://" + NAME + ":" + receiver.port() + "/"))
          .isEqualTo(new DeliveryOutcome.Failed("no TLS"));
      assertThat(receiver.received()).isEmpty();
    }
  }
}
