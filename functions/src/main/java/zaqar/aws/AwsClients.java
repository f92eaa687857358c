// SPDX-License-Identifier: Apache-2.0
package zaqar.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.settings.Endpoint;
import zaqar.settings.Settings;

/** The ways to the event bus, to the delivery queues, to what sends mail, and to keys. */
public final class AwsClients {
  private static final Duration CALL = Duration.ofSeconds(8);

  /** Long, since what is sent again after a lost answer comes twice. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private static final int CONNECTIONS = 200;

  private AwsClients() {}

  static EventBridgeClient eventBridge(Settings settings) {
    Optional<Endpoint> elsewhere = settings.delivery().eventBridge();
    return configure(EventBridgeClient.builder(), elsewhere)
        .httpClientBuilder(http(elsewhere))
        .build();
  }

  /** To the queues of what is to be delivered. */
  public static SqsClient sqs(Settings settings) {
    Optional<Endpoint> elsewhere = settings.delivery().sqs();
    return configure(SqsClient.builder(), elsewhere)
        .httpClientBuilder(http(elsewhere).maxConnections(CONNECTIONS))
        .build();
  }

  /** To what sends mail. */
  public static SesV2Client ses(Settings settings) {
    Optional<Endpoint> elsewhere = settings.delivery().ses();
    return configure(SesV2Client.builder(), elsewhere)
        .httpClientBuilder(http(elsewhere).maxConnections(CONNECTIONS))
        .build();
  }

  /** To what keeps keys. */
  public static KmsClient kms(Settings settings) {
    Optional<Endpoint> elsewhere = settings.encryption().kms();
    return configure(KmsClient.builder(), elsewhere).httpClientBuilder(http(elsewhere)).build();
  }

  private static Apache5HttpClient.Builder http(Optional<Endpoint> elsewhere) {
    return elsewhere.map(it -> http(it.uri())).orElseGet(Apache5HttpClient::builder);
  }

  /**
   * HTTP for a client of what plays AWS at {@code endpoint}. Where that is without TLS, as on one
   * machine, nobody reads the certificates that the machine trusts, which takes tenths of a second.
   */
  public static Apache5HttpClient.Builder http(URI endpoint) {
    Apache5HttpClient.Builder client = Apache5HttpClient.builder();
    return "http".equalsIgnoreCase(endpoint.getScheme())
        ? client.tlsTrustManagersProvider(() -> new TrustManager[0])
        : client;
  }

  private static <B extends AwsClientBuilder<B, ?>> B configure(
      B builder, Optional<Endpoint> elsewhere) {
    builder.overrideConfiguration(c -> c.apiCallTimeout(CALL).apiCallAttemptTimeout(ATTEMPT));
    elsewhere.ifPresent(endpoint -> endpoint.redirect(builder));
    return builder;
  }
}
