// SPDX-License-Identifier: Apache-2.0
package zaqar.aws;

import java.time.Duration;
import java.util.Optional;
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
    return configure(EventBridgeClient.builder(), settings.delivery().eventBridge())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  /** To the queues of what is to be delivered. */
  public static SqsClient sqs(Settings settings) {
    return configure(SqsClient.builder(), settings.delivery().sqs())
        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
        .build();
  }

  /** To what sends mail. */
  public static SesV2Client ses(Settings settings) {
    return configure(SesV2Client.builder(), settings.delivery().ses())
        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(CONNECTIONS))
        .build();
  }

  /** To what keeps keys. */
  public static KmsClient kms(Settings settings) {
    return configure(KmsClient.builder(), settings.encryption().kms())
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  private static <B extends AwsClientBuilder<B, ?>> B configure(
      B builder, Optional<Endpoint> elsewhere) {
    builder.overrideConfiguration(c -> c.apiCallTimeout(CALL).apiCallAttemptTimeout(ATTEMPT));
    elsewhere.ifPresent(endpoint -> endpoint.redirect(builder));
    return builder;
  }
}
