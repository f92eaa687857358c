// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the environment says of a cloud to test against, by the rule of AWS's SDKs: {@code
 * AWS_ENDPOINT_URL} is for all services, but for DynamoDB if {@code AWS_ENDPOINT_URL_DYNAMODB} is
 * set. The region there is us-east-1, whatever else the environment says.
 */
public final class NamedCloud {
  private static final String ALL = "AWS_ENDPOINT_URL";

  private NamedCloud() {}

  /** The cloud, if one is named. */
  public static Optional<Storage.Cloud> find() {
    return variable(ALL).map(all -> new Storage.Cloud(all, dynamoDb().orElse(all)));
  }

  /** Its DynamoDB, which may be named alone. */
  public static Optional<URI> dynamoDb() {
    return Stream.of(ALL + "_DYNAMODB", ALL).flatMap(name -> variable(name).stream()).findFirst();
  }

  private static Optional<URI> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(url -> !url.isBlank()).map(URI::create);
  }
}
