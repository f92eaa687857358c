// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import zaqar.local.aws.Clients;
import zaqar.local.ses.SmtpServer;

@Timeout(120)
class SecretsAndMailIT {
  private static final String TEMPLATE =
      """
      Parameters:
        MailFrom: { Type: String, Default: "" }
      Conditions:
        SendsMail: !Equals [!Ref MailFrom, zaqar@localhost]
      Resources:
        Key:
          Type: AWS::SecretsManager::Secret
          Properties:
            GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true }
        Sender:
          Type: AWS::DynamoDB::Table
          Condition: SendsMail
          Properties:
            AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
            KeySchema: [{ AttributeName: id, KeyType: HASH }]
      """;
  private static final String SES = "AWS_ENDPOINT_URL_SESV2";

  @TempDir Path folder;

  @BeforeEach
  void checkout() throws Exception {
    Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
    Files.createSymbolicLink(folder.resolve("infra"), Checkout.current().root().resolve("infra"));
  }

  @Test
  void secret_isKeptWithTheData() throws Exception {
    Path secret = folder.resolve("data/secrets/Key");
    LocalRuntime.start(on(new Storage.OnDisk(folder.resolve("data")))).close();
    String first = Files.readString(secret);
    LocalRuntime.start(on(new Storage.OnDisk(folder.resolve("data")))).close();

    assertThat(first).matches("[A-Za-z0-9]{64}");
    assertThat(Files.readString(secret)).isEqualTo(first);
  }

  @Test
  void smtp_takesWhatFunctionsSend() throws Exception {
    GreenMail mailbox = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    mailbox.start();
    SmtpServer server = new SmtpServer("127.0.0.1", mailbox.getSmtp().getPort());
    try (LocalRuntime runtime = LocalRuntime.start(on(new Storage.InMemory()).withSmtp(server));
        SesV2Client ses =
            Clients.client(SesV2Client.builder(), URI.create(runtime.machine().get(SES)))) {
      send(ses);

      assertThat(mailbox.getReceivedMessages()[0].getSubject()).isEqualTo("hello");
      assertThat(new StoreProbe(runtime.dynamoDbEndpoint()).tables()).contains("Sender");
    } finally {
      mailbox.stop();
    }
  }

  @Test
  void mail_isAFileWhereNoSmtpServerTakesIt() throws Exception {
    Path data = folder.resolve("data");
    try (LocalRuntime runtime = LocalRuntime.start(on(new Storage.OnDisk(data)));
        SesV2Client ses =
            Clients.client(SesV2Client.builder(), URI.create(runtime.machine().get(SES)))) {
      send(ses);

      assertThat(runtime.mail()).isEqualTo(data.resolve("mail"));
      assertThat(new StoreProbe(runtime.dynamoDbEndpoint()).tables()).contains("Sender");
    }
    assertThat(data.resolve("mail"))
        .isDirectoryContaining("glob:**-*.eml")
        .satisfies(
            mails ->
                assertThat(Files.list(mails).findFirst().orElseThrow())
                    .content()
                    .contains("To: to@example.org", "Subject: hello", "world"));
  }

  private static void send(SesV2Client ses) {
    ses.sendEmail(
        mail ->
            mail.fromEmailAddress("zaqar@localhost")
                .destination(to -> to.toAddresses("to@example.org"))
                .content(
                    content ->
                        content.simple(
                            simple ->
                                simple
                                    .subject(subject -> subject.data("hello"))
                                    .body(body -> body.text(text -> text.data("world"))))));
  }

  private Options on(Storage storage) {
    return Options.on(storage).withCheckout(new Checkout(folder));
  }
}
