// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import zaqar.local.aws.Clients;

@Timeout(60)
class SesIT {
  private final GreenMail mailbox =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    mailbox.start();
  }

  @AfterEach
  void stop() {
    mailbox.stop();
  }

  @Test
  void mail_arrivesWhole() throws Exception {
    String text = "Grüße ☂\nas a line of " + "x".repeat(3000) + "\n.\n..\n\nend €";
    String subject = "Über " + "ein langer Betreff mit ☂ ".repeat(8).strip();

    String id =
        send(
            mail ->
                mail.replyToAddresses("Reply <reply@example.org>", "other@example.org")
                    .content(
                        content ->
                            content.simple(
                                simple ->
                                    simple
                                        .subject(utf8(subject))
                                        .body(body -> body.text(utf8(text)))
                                        .headers(header("X-Zaqar", "yes")))));

    MimeMessage mail = received();
    assertThat(mail.getSubject()).isEqualTo(subject);
    assertThat(((String) mail.getContent()).replace("\r\n", "\n").stripTrailing()).isEqualTo(text);
    assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat(Arrays.toString(mail.getFrom())).isEqualTo("[Zaqar <zaqar@localhost>]");
    assertThat(Arrays.toString(mail.getAllRecipients())).isEqualTo("[to@example.org]");
    assertThat(Arrays.toString(mail.getReplyTo()))
        .isEqualTo("[Reply <reply@example.org>, other@example.org]");
    assertThat(mail.getHeader("X-Zaqar")).containsExactly("yes");
    assertThat(mail.getMessageID()).isEqualTo("<" + id + "@localhost>");
    assertThat(mail.getSentDate().toInstant())
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(lines(mail)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(998));
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 unheard of",
    "RCPT, 553 no such name",
    "RCPT, 521 takes no mail",
    "MAIL, 550 not from you",
    "DATA, 554 no",
    "., 552 too much"
  })
  void refusal_forGoodIsARejection(String command, String answer) throws Exception {
    try (GruffSmtp gruff = new GruffSmtp(command, answer)) {
      assertThatThrownBy(() -> send(gruff.address(), mail -> {}))
          .isInstanceOf(MessageRejectedException.class)
          .hasMessageContaining(answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT, 450 come back",
    "RCPT, 452 full",
    "MAIL, 421 closing",
    "DATA, 451 not now",
    "., 451 not now"
  })
  void refusal_forNowIsAFault(String command, String answer) throws Exception {
    try (GruffSmtp gruff = new GruffSmtp(command, answer)) {
      assertFault(gruff.address());
    }
  }

  @Test
  void server_thatIsAwayIsAFault() {
    SmtpServer away = new SmtpServer("127.0.0.1", mailbox.getSmtp().getPort());
    mailbox.stop();

    assertFault(away);
    assertFault(new SmtpServer("nowhere.invalid", 25));
  }

  @Test
  void server_thatHangsIsAFaultInTime() throws Exception {
    try (GruffSmtp gruff = new GruffSmtp("RCPT", "")) {
      long start = System.nanoTime();
      assertFault(gruff.address());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\u0000"})
  void subject_ofMoreThanALineIsRefused(String subject) {
    assertRefused(mail -> mail.content(simple(utf8(subject), utf8("text"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody",
        "a@example.org, b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "<a@example.org\r\nRCPT TO:<b@example.org>>",
        "grüße@example.org",
        "friends: a@example.org;"
      })
  void address_thatIsNoneIsRefused(String address) {
    assertRefused(mail -> mail.destination(to -> to.toAddresses(address)));
    assertRefused(mail -> mail.fromEmailAddress(address));
    assertRefused(mail -> mail.replyToAddresses(address));
  }

  @Test
  void mail_thatTheRuntimeCannotSendWholeIsRefused() {
    assertRefused(mail -> mail.destination(to -> to.toAddresses("a@b.example", "c@b.example")));
    assertRefused(mail -> mail.destination(to -> to.ccAddresses("a@b.example")));
    assertRefused(mail -> mail.configurationSetName("set"));
    assertRefused(mail -> mail.content(content -> content.template(t -> t.templateName("t"))));
    assertRefused(mail -> mail.content(simple(utf8("s"), Content.builder().data("ü").build())));
    assertRefused(
        mail -> mail.content(simple(utf8("s"), Content.builder().data("u").charset("x").build())));
    assertRefused(mail -> mail.content(content -> content.simple(s -> s.subject(utf8("s")))));
  }

  @ParameterizedTest
  @CsvSource({"Bcc, x@example.org", "subject, another", "X:Y, z", "X-A, ü", "X Y, z"})
  void header_thatSesDoesNotTakeIsRefused(String name, String value) {
    assertRefused(
        mail ->
            mail.content(
                content ->
                    content.simple(
                        simple ->
                            simple
                                .subject(utf8("s"))
                                .body(body -> body.text(utf8("t")))
                                .headers(header(name, value)))));
  }

  private void assertRefused(Consumer<SendEmailRequest.Builder> wrong) {
    assertThatThrownBy(() -> send(wrong)).isInstanceOf(BadRequestException.class);
    assertThat(mailbox.getReceivedMessages()).isEmpty();
  }

  private static void assertFault(SmtpServer server) {
    assertThatThrownBy(() -> send(server, mail -> {}))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(503));
  }

  private String send(Consumer<SendEmailRequest.Builder> what) {
    return send(new SmtpServer("127.0.0.1", mailbox.getSmtp().getPort()), what);
  }

  private static String send(SmtpServer server, Consumer<SendEmailRequest.Builder> what) {
    try (Ses ses = Ses.start(server);
        SesV2Client client = Clients.client(SesV2Client.builder(), ses.endpoint())) {
      return client
          .sendEmail(
              SendEmailRequest.builder()
                  .fromEmailAddress("Zaqar <zaqar@localhost>")
                  .destination(to -> to.toAddresses("to@example.org"))
                  .content(simple(utf8("subject"), utf8("text")))
                  .applyMutation(what)
                  .build())
          .messageId();
    }
  }

  private static Consumer<EmailContent.Builder> simple(Content subject, Content text) {
    return content ->
        content.simple(simple -> simple.subject(subject).body(body -> body.text(text)));
  }

  private static Content utf8(String text) {
    return Content.builder().data(text).charset("UTF-8").build();
  }

  private static MessageHeader header(String name, String value) {
    return MessageHeader.builder().name(name).value(value).build();
  }

  private MimeMessage received() {
    assertThat(mailbox.waitForIncomingEmail(1)).isTrue();
    return mailbox.getReceivedMessages()[0];
  }

  private static List<String> lines(MimeMessage mail) throws Exception {
    return new String(mail.getRawInputStream().readAllBytes(), StandardCharsets.US_ASCII)
        .lines()
        .toList();
  }
}
