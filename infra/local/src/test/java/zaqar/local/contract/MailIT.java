// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;
import zaqar.local.ses.SmtpServer;

/** Telling people by mail (contract 8.8, 9.3), through a real SMTP server. */
class MailIT {
  private static final GreenMail MAIL =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private static final Pattern LINK = Pattern.compile("(?m)^(http://\\S+)\\s*$");

  private static LocalRuntime runtime;
  private Queue queue;
  private int seen;

  @BeforeAll
  static void start() {
    MAIL.start();
    runtime =
        LocalRuntime.start(
            Options.on(new Storage.InMemory())
                .withSmtp(new SmtpServer("127.0.0.1", MAIL.getSmtp().getPort())));
  }

  @AfterAll
  static void stop() {
    runtime.close();
    MAIL.stop();
  }

  @BeforeEach
  void emptyMailbox() throws Exception {
    MAIL.purgeEmailFromAllMailboxes();
    queue = new Zaqar(runtime.baseUri()).queue();
  }

  private MimeMessage mail() {
    assertThat(MAIL.waitForIncomingEmail(30_000, ++seen)).as("a mail").isTrue();
    return MAIL.getReceivedMessages()[seen - 1];
  }

  private static String text(MimeMessage mail) throws Exception {
    return mail.getContent().toString().replace("\r\n", "\n");
  }

  private static String link(MimeMessage mail) throws Exception {
    Matcher link = LINK.matcher(text(mail));
    assertThat(link.find()).as(text(mail)).isTrue();
    return link.group(1);
  }

  private static Map<String, String> parameters(String link) {
    return Arrays.stream(URI.create(link).getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  /** What the page behind the link does when a button is pressed. */
  private Call press(String link, boolean yes) {
    Map<String, String> asked = parameters(link);
    return queue
        .zaqar()
        .call("PUT", asked.get("Paths"))
        .header("URL-Signature", asked.get("Signature"))
        .header("URL-Methods", asked.get("Methods"))
        .header("URL-Paths", asked.get("Paths"))
        .header("URL-Expires", asked.get("Expires"))
        .json("{'confirmed': " + yes + "}");
  }

  @Test
  void format_hasNoMeaningForMail() {
    String format = "'options': {'_format': 'cloudevents'}";
    Reply refused =
        queue
            .subscribe("{'subscriber': 'mailto:reader@example.org', " + format + "}")
            .refused(400, "Invalid API request");
    assertThat(refused.json().path("description").asText()).startsWith("_format ");
    String mail = queue.subscribeTo("mailto:first-format@example.org");
    queue.subscription("PATCH", mail).json("{" + format + "}").refused(400, "Invalid API request");
    queue
        .subscription("PATCH", mail)
        .json("{'subscriber': 'http://127.0.0.1:9/', " + format + "}")
        .expect(204);
    queue
        .subscription("PATCH", mail)
        .json("{'subscriber': 'mailto:other-format@example.org'}")
        .refused(400, "Invalid API request");
    queue
        .subscription("PATCH", mail)
        .json("{'subscriber': 'mailto:other-format@example.org', 'options': {}}")
        .expect(204);
    // The questions that were asked, which the next test must not take for its own.
    mail();
    mail();
  }

  @Test
  void confirmation_comesWithALinkThatWorks() throws Exception {
    queue = new Zaqar(runtime.baseUri()).project("p & q=1").queue();
    String id = queue.subscribeTo("mailto:reader@example.org");

    MimeMessage mail = mail();

    assertThat(mail.getSubject()).isEqualTo("Confirm your subscription to queue " + queue.name());
    assertThat(Arrays.toString(mail.getAllRecipients())).isEqualTo("[reader@example.org]");
    assertThat(Arrays.toString(mail.getFrom())).isEqualTo("[zaqar@localhost]");
    String link = link(mail);
    String path = queue.path("/subscriptions/" + id + "/confirm");
    assertThat(link)
        .startsWith(runtime.baseUri() + "/confirm?Signature=")
        .contains("&Project=p%20%26%20q%3D1&")
        .contains("&Paths=" + path.replace("/", "%2F") + "&");
    assertThat(parameters(link))
        .containsOnlyKeys("Signature", "Methods", "Paths", "Project", "Expires", "Url", "Queue")
        .containsEntry("Methods", "PUT")
        .containsEntry("Paths", path)
        .containsEntry("Project", "p & q=1")
        .containsEntry("Url", runtime.baseUri() + path)
        .containsEntry("Queue", queue.name());
    press(link, true).expect(204);
    assertThat(queue.subscription("GET", id).expect(200).json().path("confirmed").asBoolean())
        .isTrue();
  }

  @Test
  void message_isMailedAsJson() throws Exception {
    queue
        .subscribe(
            "{'subscriber': 'mailto:writer@example.org?subject=News%20%C3%A9',"
                + " 'options': {'from': 'me@example.org', 'subject': 'not this'}}")
        .expect(201);
    MimeMessage question = mail();
    assertThat(question.getSubject()).startsWith("Confirm your subscription");
    assertThat(Arrays.toString(question.getReplyTo())).isEqualTo("[zaqar@localhost]");
    press(link(question), true).expect(204);
    queue.post("{'body': {'text': 'Grüße\\n.\\n'}, 'ttl': 300}");

    MimeMessage mail = mail();

    assertThat(mail.getSubject()).isEqualTo("News é");
    assertThat(Arrays.toString(mail.getReplyTo())).isEqualTo("[me@example.org]");
    assertThat(Arrays.toString(mail.getFrom())).as("not who asked").isEqualTo("[zaqar@localhost]");
    assertThat(mail.getContentType()).startsWith("text/plain");
    JsonNode document = Json.parse(text(mail));
    assertThat(document.path("body").path("text").asText()).isEqualTo("Grüße\n.\n");
    assertThat(document.path("ttl").intValue()).isEqualTo(300);
    assertThat(document.path("queue_name").asText()).isEqualTo(queue.name());
    assertThat(document.path("Message_Type").asText()).isEqualTo("Notification");
  }

  @Test
  void encryptedMessage_isMailedAsItWasSent() throws Exception {
    queue.create("{'_enable_encrypt_messages': true}");
    queue.subscribeTo("mailto:clerk@example.org");
    press(link(mail()), true).expect(204);
    queue.post("{'body': {'text': 'secret'}, 'ttl': 300}");

    assertThat(Json.parse(text(mail())).path("body").path("text").asText()).isEqualTo("secret");
  }

  @Test
  void reader_whoLeavesIsToldHowToComeBack() throws Exception {
    String id = queue.subscribeTo("mailto:leaver@example.org");
    String link = link(mail());
    press(link, true).expect(204);
    press(link, false).expect(204);

    MimeMessage mail = mail();

    assertThat(mail.getSubject()).contains("has ended");
    press(link(mail), true).expect(204);
    assertThat(queue.subscription("GET", id).expect(200).json().path("confirmed").asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:nobody",
        "mailto:a@b.example,c@d.example",
        "mailto:a@b.example?bcc=c@d.example",
        "mailto:a%0d%0aBcc:c@d.example@b.example"
      })
  void subscriber_whoIsNotOneReaderIsRefused(String subscriber) {
    new Zaqar(runtime.baseUri())
        .queue()
        .subscribe("{'subscriber': '" + subscriber + "'}")
        .refused(400, "Invalid API request");
  }
}
