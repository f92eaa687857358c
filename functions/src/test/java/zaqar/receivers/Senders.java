// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/** Senders, real and impatient ones, and what they send. */
final class Senders {
  static final Duration CONNECT = Duration.ofMillis(500);
  static final Duration IN_ALL = Duration.ofMillis(1500);
  static final AddressGuard LOCAL =
      new AddressGuard(true, true, OwnHosts.NONE, InetAddress::getAllByName);
  static final Executor THREADS = Thread::startVirtualThread;
  static final String SECRET = WebhookSigner.newSecret(new Random(1));
  static final String BODY = "{\"body\":\"é\"}";

  private Senders() {}

  /** Calls loopback. */
  static WebhookSender local() {
    return of(LOCAL);
  }

  static WebhookSender of(AddressGuard guard) {
    return new WebhookSender(guard, Clock.systemUTC(), THREADS);
  }

  /** Trusts others than the platform does. */
  static WebhookSender of(AddressGuard guard, TlsSocketStrategy tls) {
    return new WebhookSender(
        guard, Clock.systemUTC(), THREADS, tls, Duration.ofSeconds(3), Duration.ofSeconds(10));
  }

  /** Waits no longer than {@link #CONNECT} and {@link #IN_ALL}. */
  static WebhookSender impatient(AddressGuard guard) {
    return new WebhookSender(
        guard,
        Clock.systemUTC(),
        THREADS,
        DefaultClientTlsStrategy.createDefault(),
        CONNECT,
        IN_ALL);
  }

  static DeliveryOutcome send(WebhookSender sender, String url) {
    WebhookRequest request =
        new WebhookRequest(url, Map.of("Content-Type", "application/json"), BODY);
    return sender.send("id_1", 1, request, new WebhookSigner(List.of(SECRET)));
  }
}
