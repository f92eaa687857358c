// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against receivers that behave. */
class WebhookSenderTest {
  private static AddressGuard guard(AddressGuard.Resolver resolver) {
    return new AddressGuard(true, true, OwnHosts.NONE, resolver);
  }

  @Test
  void request_carriesWhatWasAskedForAndNothingElse() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.answering(204)) {
      WebhookRequest request =
          new WebhookRequest(
              receiver.url() + "?a=b%20c#d", Map.of("Content-Type", "text/x", "X-A", "1"), "é");

      DeliveryOutcome outcome =
          Senders.local().send("id_1", 2, request, new WebhookSigner(List.of(Senders.SECRET)));

      assertThat(outcome).isEqualTo(new DeliveryOutcome.Delivered());
      HttpReceiver.Received received = receiver.received().remove();
      assertThat(received.method()).isEqualTo("POST");
      assertThat(received.uri()).isEqualTo("/hook?a=b%20c");
      assertThat(received.body()).isEqualTo("é");
      assertThat(received.headers().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
          .containsExactlyInAnyOrder(
              "connection",
              "content-length",
              "content-type",
              "host",
              "user-agent",
              "webhook-id",
              "webhook-signature",
              "webhook-timestamp",
              "x-a",
              "x-zaqar-hops");
      assertThat(received.header("X-Zaqar-Hops")).isEqualTo("2");
      assertThat(received.header("Content-Type")).isEqualTo("text/x");
      assertThat(received.header("Content-Length")).isEqualTo("2");
      assertThat(received.header("Connection")).isEqualTo("close");
      assertThat(received.header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
    }
  }

  @Test
  void request_isSignedSoThatReceiversCanTell() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.answering(200)) {
      Senders.send(Senders.local(), receiver.url());

      HttpReceiver.Received received = receiver.received().remove();
      Map<String, List<String>> headers =
          received.headers().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
      assertThat(received.body()).isEqualTo(Senders.BODY);
      assertThat(headers.get("webhook-id")).containsExactly("id_1");
      assertThat(Long.parseLong(headers.get("webhook-timestamp").getFirst()))
          .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());
      assertThatCode(() -> new Webhook(Senders.SECRET).verify(received.body(), headers))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({"my_host, my_host", "bücher.example, xn--bcher-kva.example"})
  void host_thatUrisDoNotKnowIsCalled(String host, String sent) throws IOException {
    try (HttpReceiver receiver = HttpReceiver.answering(204)) {
      List<String> names = new ArrayList<>();
      AddressGuard guard =
          guard(
              name -> {
                names.add(name);
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
              });

      String url = "http://" + host + ":" + receiver.port() + "/hook";
      assertThat(Senders.send(Senders.of(guard), url)).isEqualTo(new DeliveryOutcome.Delivered());

      assertThat(names).containsExactly(sent);
      assertThat(receiver.received().remove().header("Host"))
          .isEqualTo(sent + ":" + receiver.port());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/é", "/%2e%2e/x", "?q", ""})
  void url_goesOutAsItIsWritten(String path) throws IOException {
    try (HttpReceiver receiver = HttpReceiver.answering(200)) {
      String url = "http://127.0.0.1:" + receiver.port() + path;

      DeliveryOutcome outcome = Senders.send(Senders.local(), url);

      if (path.contains(" ")) {
        assertThat(outcome).isEqualTo(new DeliveryOutcome.Refused("URL refused"));
      } else {
        assertThat(outcome).isEqualTo(new DeliveryOutcome.Delivered());
        assertThat(receiver.received().remove().uri())
            .isEqualTo((path.startsWith("/") ? path : "/" + path).replace("é", "%C3%A9"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"301", "302", "303", "307", "308"})
  void redirect_isNotFollowed(int status) throws IOException {
    try (HttpReceiver target = HttpReceiver.answering(200);
        HttpReceiver receiver =
            HttpReceiver.start(
                exchange -> {
                  exchange.getResponseHeaders().add("Location", target.url());
                  HttpReceiver.answer(exchange, status);
                })) {
      assertThat(Senders.send(Senders.local(), receiver.url()))
          .isEqualTo(new DeliveryOutcome.Refused("answered " + status));
      assertThat(target.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"408", "429", "500", "503"})
  void fault_isReportedAndNotTriedAgain(int status) throws IOException {
    try (HttpReceiver receiver =
        HttpReceiver.start(
            exchange -> {
              exchange.getResponseHeaders().add("Retry-After", "7");
              HttpReceiver.answer(exchange, status);
            })) {
      assertThat(Senders.send(Senders.local(), receiver.url()))
          .isEqualTo(
              new DeliveryOutcome.Failed("answered " + status, Optional.of(Duration.ofSeconds(7))));
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void challenge_isNotAnswered() throws IOException {
    try (HttpReceiver receiver =
        HttpReceiver.start(
            exchange -> {
              exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
              HttpReceiver.answer(exchange, 401);
            })) {
      assertThat(Senders.send(Senders.local(), receiver.url()))
          .isEqualTo(new DeliveryOutcome.Refused("answered 401"));
      assertThat(receiver.received()).hasSize(1);
    }
  }

  @Test
  void gone_isReported() throws IOException {
    try (HttpReceiver receiver = HttpReceiver.answering(410)) {
      assertThat(Senders.send(Senders.local(), receiver.url()))
          .isEqualTo(new DeliveryOutcome.Gone());
    }
  }

  @Test
  void cookie_isForgottenAndConnectionsAreNew() throws IOException {
    Queue<Integer> ports = new ConcurrentLinkedQueue<>();
    try (HttpReceiver receiver =
        HttpReceiver.start(
            exchange -> {
              ports.add(exchange.getRemoteAddress().getPort());
              exchange.getResponseHeaders().add("Set-Cookie", "a=b");
              HttpReceiver.answer(exchange, 200);
            })) {
      WebhookSender sender = Senders.local();
      Senders.send(sender, receiver.url());
      Senders.send(sender, receiver.url());

      assertThat(receiver.received())
          .hasSize(2)
          .noneMatch(received -> received.headers().containsKey("Cookie"));
      assertThat(ports).doesNotHaveDuplicates();
    }
  }

  @Test
  void proxy_isNeverAsked() throws IOException {
    Map<String, String> proxies =
        Map.of(
            "http.proxyHost", "127.0.0.1",
            "http.proxyPort", "1",
            "http.nonProxyHosts", "",
            "socksProxyHost", "127.0.0.1",
            "socksProxyPort", "1",
            "socksNonProxyHosts", "");
    try (HttpReceiver receiver = HttpReceiver.answering(200)) {
      proxies.forEach(System::setProperty);
      assertThat(Senders.send(Senders.local(), receiver.url()))
          .isEqualTo(new DeliveryOutcome.Delivered());
    } finally {
      proxies.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void name_isLookedUpOnceAndStaysTheHost() throws IOException {
    Queue<String> lookedUp = new ConcurrentLinkedQueue<>();
    AddressGuard guard =
        guard(
            host -> {
              boolean first = lookedUp.isEmpty();
              lookedUp.add(host);
              return new InetAddress[] {
                InetAddress.ofLiteral(first ? "127.0.0.1" : "169.254.169.254")
              };
            });
    try (HttpReceiver receiver = HttpReceiver.answering(200)) {
      String authority = "hook.example.com:" + receiver.port();

      assertThat(Senders.send(Senders.of(guard), "http://" + authority + "/"))
          .isEqualTo(new DeliveryOutcome.Delivered());
      assertThat(lookedUp).containsExactly("hook.example.com");
      assertThat(receiver.received().remove().header("Host")).isEqualTo(authority);
      assertThat(Senders.send(Senders.of(guard), "http://" + authority + "/"))
          .isEqualTo(new DeliveryOutcome.Refused("address refused"));
    }
  }

  @Test
  void address_thatDoesNotAnswerIsFollowedByTheNext() throws IOException {
    AddressGuard guard =
        guard(
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral("127.9.9.9"), InetAddress.ofLiteral("127.0.0.1")
                });
    try (HttpReceiver receiver = HttpReceiver.answering(200)) {
      assertThat(Senders.send(Senders.of(guard), "http://two.example:" + receiver.port() + "/"))
          .isEqualTo(new DeliveryOutcome.Delivered());
    }
  }

  @Test
  void address_thatIsNotPublicIsNotCalled() throws IOException {
    try (HttpReceiver receiver = HttpReceiver.answering(200)) {
      for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]")) {
        WebhookSender sender =
            Senders.of(new AddressGuard(true, false, OwnHosts.NONE, InetAddress::getAllByName));

        assertThat(Senders.send(sender, "http://" + host + ":" + receiver.port() + "/"))
            .isEqualTo(new DeliveryOutcome.Refused("address refused"));
      }
      assertThat(receiver.received()).isEmpty();
    }
  }

  @Test
  void calls_runByTheHundred() throws Exception {
    int calls = 300;
    try (HttpReceiver receiver =
            HttpReceiver.start(
                exchange -> {
                  pause();
                  HttpReceiver.answer(exchange, 200);
                });
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      WebhookSender sender = Senders.local();
      List<Future<DeliveryOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        outcomes.add(callers.submit(() -> Senders.send(sender, receiver.url())));
      }
      for (Future<DeliveryOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new DeliveryOutcome.Delivered());
      }
      assertThat(receiver.received()).hasSize(calls);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
