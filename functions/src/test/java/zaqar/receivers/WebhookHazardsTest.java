// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against receivers that do not behave. */
class WebhookHazardsTest {
  private static final String ENDLESS = "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final DeliveryOutcome DELIVERED = new DeliveryOutcome.Delivered();
  private static final DeliveryOutcome TIMED_OUT = new DeliveryOutcome.Failed("timed out");

  /** Other work goes on beside tests. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static DeliveryOutcome within(Duration time, Supplier<DeliveryOutcome> call) {
    Instant start = Instant.now();
    DeliveryOutcome outcome = call.get();
    assertThat(Duration.between(start, Instant.now())).isLessThan(time.plus(SLACK));
    return outcome;
  }

  private static DeliveryOutcome send(RudeReceiver.Manners manners) throws IOException {
    try (RudeReceiver receiver = RudeReceiver.start(manners)) {
      return within(Duration.ZERO, () -> Senders.send(Senders.local(), receiver.url()));
    }
  }

  private static DeliveryOutcome sendImpatiently(RudeReceiver.Manners manners) throws IOException {
    try (RudeReceiver receiver = RudeReceiver.start(manners)) {
      WebhookSender sender = Senders.impatient(Senders.LOCAL);
      return within(Senders.IN_ALL, () -> Senders.send(sender, receiver.url()));
    }
  }

  @Test
  void silence_isCutOff() throws IOException {
    assertThat(sendImpatiently((guest, voice) -> Thread.sleep(60_000))).isEqualTo(TIMED_OUT);
  }

  @Test
  void head_thatDripsIsCutOff() throws IOException {
    assertThat(sendImpatiently((guest, voice) -> voice.repeat("H", 100))).isEqualTo(TIMED_OUT);
    assertThat(
            sendImpatiently(
                (guest, voice) -> {
                  voice.say("HTTP/1.1 200 OK\r\n");
                  voice.repeat("X: y\r\n", 100);
                }))
        .isEqualTo(TIMED_OUT);
  }

  @Test
  void head_thatNeverComesBehindItsHeraldsIsCutOff() throws IOException {
    assertThat(
            sendImpatiently((guest, voice) -> voice.repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 50)))
        .isEqualTo(TIMED_OUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {ENDLESS, CHUNKED, "HTTP/1.0 200 OK\r\n\r\n"})
  void body_thatDripsIsCutOffAndTheAnswerCounts(String head) throws IOException {
    assertThat(
            sendImpatiently(
                (guest, voice) -> {
                  voice.say(head);
                  voice.repeat("1\r\nx\r\n", 100);
                }))
        .isEqualTo(DELIVERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {ENDLESS, CHUNKED, "HTTP/1.0 200 OK\r\n\r\n"})
  void body_withoutEndIsNotRead(String head) throws IOException {
    try (RudeReceiver receiver =
        RudeReceiver.start(
            (guest, voice) -> {
              voice.say(head);
              voice.repeat("2000\r\n" + "x".repeat(0x2000) + "\r\n", 0);
            })) {
      assertThat(within(Duration.ZERO, () -> Senders.send(Senders.local(), receiver.url())))
          .isEqualTo(DELIVERED);
      assertThat(receiver.written()).hasValueLessThan(20_000_000);
    }
  }

  @Test
  void body_thatIsBrokenDoesNotMatter() throws IOException {
    assertThat(send((guest, voice) -> voice.say(ENDLESS + "x"))).isEqualTo(DELIVERED);
    assertThat(send((guest, voice) -> voice.say(CHUNKED + "nonsense\r\n"))).isEqualTo(DELIVERED);
    assertThat(
            send(
                (guest, voice) ->
                    voice.say(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx")))
        .isEqualTo(DELIVERED);
  }

  @Test
  void head_withoutEndIsRefused() throws IOException {
    assertThat(
            send(
                (guest, voice) -> {
                  voice.say("HTTP/1.1 200 OK\r\n");
                  voice.repeat("X: y\r\n", 0);
                }))
        .isEqualTo(new DeliveryOutcome.Failed("no HTTP"));
    assertThat(send((guest, voice) -> voice.repeat("x".repeat(1000), 0)))
        .isEqualTo(new DeliveryOutcome.Failed("no HTTP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-x\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n"})
  void answer_inAnotherLanguageIsAFault(String answer) throws IOException {
    assertThat(
            send(
                (guest, voice) -> {
                  guest.getInputStream().read(new byte[2000]);
                  voice.say(answer);
                }))
        .isInstanceOf(DeliveryOutcome.Failed.class);
  }

  @Test
  void connection_thatIsClosedIsAFault() throws IOException {
    assertThat(send((guest, voice) -> guest.getInputStream().read(new byte[2000])))
        .isEqualTo(new DeliveryOutcome.Failed("no answer"));
    assertThat(send((guest, voice) -> guest.setSoLinger(true, 0)))
        .isInstanceOf(DeliveryOutcome.Failed.class);
  }

  @Test
  void connection_thatIsRefusedIsAFault() throws IOException {
    RudeReceiver receiver = RudeReceiver.start((guest, voice) -> {});
    receiver.close();

    assertThat(Senders.send(Senders.local(), receiver.url()))
        .isEqualTo(new DeliveryOutcome.Failed("no connection"));
  }

  @Test
  void connection_thatIsNotTakenIsGivenUp() throws IOException {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      for (int i = 0; i < 2; i++) {
        waiting.add(new Socket(full.getInetAddress(), full.getLocalPort()));
      }
      String url = "http://127.0.0.1:" + full.getLocalPort() + "/";

      assertThat(within(Senders.CONNECT, () -> Senders.send(Senders.impatient(Senders.LOCAL), url)))
          .isEqualTo(TIMED_OUT);
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void handshake_thatHangsOrDripsIsCutOff() throws IOException {
    List<RudeReceiver.Manners> all =
        List.of(
            (guest, voice) -> Thread.sleep(60_000),
            (guest, voice) -> {
              voice.say("\u0016\u0003\u0003\u0010\u0000\u0002\u0000\u0010\u0000");
              voice.repeat("x", 100);
            });
    for (RudeReceiver.Manners manners : all) {
      try (RudeReceiver receiver = RudeReceiver.start(manners)) {
        assertThat(
                within(
                    Senders.IN_ALL,
                    () -> Senders.send(Senders.impatient(Senders.LOCAL), receiver.url("https"))))
            .isEqualTo(TIMED_OUT);
      }
    }
  }

  @Test
  void handshake_withoutTlsIsAFault() throws IOException {
    try (RudeReceiver receiver =
        RudeReceiver.start((guest, voice) -> voice.say("HTTP/1.1 400 Bad\r\n\r\n"))) {
      assertThat(Senders.send(Senders.local(), receiver.url("https")))
          .isEqualTo(new DeliveryOutcome.Failed("no TLS"));
    }
  }

  @Test
  void lookUp_thatHangsIsGivenUpAndNothingIsSentLater() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.answering(200)) {
      AddressGuard guard =
          new AddressGuard(
              true,
              true,
              OwnHosts.NONE,
              host -> {
                sleep(Senders.IN_ALL.plusMillis(500));
                return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
              });

      assertThat(
              within(
                  Senders.IN_ALL,
                  () ->
                      Senders.send(
                          Senders.impatient(guard),
                          "http://slow.example:" + receiver.port() + "/")))
          .isEqualTo(TIMED_OUT);
      Thread.sleep(1000);
      assertThat(receiver.received()).isEmpty();
    }
  }

  @Test
  void name_thatIsUnknownIsAFault() {
    AddressGuard guard =
        new AddressGuard(
            true,
            true,
            OwnHosts.NONE,
            host -> {
              throw new UnknownHostException("secret.example");
            });

    assertThat(Senders.send(Senders.of(guard), "https://secret.example/"))
        .isEqualTo(new DeliveryOutcome.Failed("unknown host"));
  }

  @Test
  void receiver_thatHangsHoldsNobodyElseUp() throws IOException {
    try (RudeReceiver hanging = RudeReceiver.start((guest, voice) -> Thread.sleep(60_000));
        HttpReceiver receiver = HttpReceiver.answering(200)) {
      WebhookSender sender = Senders.local();
      for (int i = 0; i < 200; i++) {
        Thread.startVirtualThread(() -> Senders.send(sender, hanging.url()));
      }

      assertThat(within(Duration.ZERO, () -> Senders.send(sender, receiver.url())))
          .isEqualTo(DELIVERED);
    }
  }

  @Test
  void caller_thatIsInterruptedGoesOnAtOnce() throws IOException {
    try (RudeReceiver receiver = RudeReceiver.start((guest, voice) -> Thread.sleep(60_000))) {
      Thread.currentThread().interrupt();

      assertThat(Senders.send(Senders.local(), receiver.url()))
          .isEqualTo(new DeliveryOutcome.Failed("interrupted"));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
