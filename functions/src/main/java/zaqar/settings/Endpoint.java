// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Stream;

/** A service elsewhere, such as DynamoDB Local, with the region and keys to call it with. */
public record Endpoint(URI uri, String region, String accessKeyId, String secretAccessKey) {
  private static final String ALL = "AWS_ENDPOINT_URL";

  /**
   * Where a service is, by the rule of AWS's own SDKs: the variable for that service comes before
   * the one for all.
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

  private static URI parse(String variable, String uri) {
    try {
      return new URI(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(variable + " must be a URL, but is '" + uri + "'", e);
    }
  }
}
