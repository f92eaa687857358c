// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** Another endpoint of an AWS service, such as a local one, with the region and keys to call it. */
public record Endpoint(URI uri, String region, String accessKeyId, String secretAccessKey) {
  private static final String ALL = "AWS_ENDPOINT_URL";

  /**
   * The endpoint of a service. As in AWS's SDKs, the variable for the service wins over the one for
   * all services.
   */
  static Optional<Endpoint> from(String service, Environment environment) {
    return Stream.of(ALL + "_" + service, ALL)
        .filter(variable -> environment.optional(variable).isPresent())
        .findFirst()
        .map(
            variable ->
                new Endpoint(
                    parse(variable, environment.text(variable)),
                    environment.text("AWS_REGION"),
                    environment.text("AWS_ACCESS_KEY_ID"),
                    environment.text("AWS_SECRET_ACCESS_KEY")));
  }

  /** Has a client call it. */
  public <B extends AwsClientBuilder<B, ?>> void redirect(B builder) {
    builder
        .endpointOverride(uri)
        .fipsEnabled(false)
        .dualstackEnabled(false)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
  }

  private static URI parse(String variable, String uri) {
    try {
      return new URI(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(variable + " must be a URL, but is '" + uri + "'", e);
    }
  }
}
