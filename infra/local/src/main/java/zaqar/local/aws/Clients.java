// SPDX-License-Identifier: Apache-2.0
package zaqar.local.aws;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import zaqar.aws.AwsClients;
import zaqar.local.template.Arn;

/** Makes the runtime's own clients. They do not retry: who calls here knows what to do. */
public final class Clients {
  /** Access key and secret at once. */
  public static final String KEY = "local";

  private Clients() {}

  /** What functions know of all services: region and credentials, which nobody checks. */
  public static Map<String, String> environment() {
    return Map.of("AWS_REGION", Arn.REGION, "AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", KEY);
  }

  /** A client of what listens at {@code endpoint}. */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, URI endpoint) {
    return builder
        .httpClientBuilder(AwsClients.http(endpoint))
        .endpointOverride(endpoint)
        .fipsEnabled(false)
        .dualstackEnabled(false)
        .region(Region.of(Arn.REGION))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, KEY)))
        .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
