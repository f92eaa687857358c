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

      assertThat(mailbox.getReceivedMessages()[0].getSubject()).isEqualTo("hello");
      assertThat(new StoreProbe(runtime.dynamoDbEndpoint()).tables()).contains("Sender");
    } finally {
      mailbox.stop();
    }
  }

  @Test
  void smtp_thatIsNotThereMakesNoSender() {
    try (LocalRuntime runtime = LocalRuntime.start(on(new Storage.InMemory()))) {
      assertThat(runtime.machine()).doesNotContainKey(SES);
      assertThat(new StoreProbe(runtime.dynamoDbEndpoint()).tables()).doesNotContain("Sender");
    }
  }

  private Options on(Storage storage) {
    return Options.on(storage).withCheckout(new Checkout(folder));
  }
}
