// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * How bodies are encrypted, in queues that ask for it.
 *
 * @param masterKey ARN of the key in KMS that wraps all others; empty if no queue may ask
 * @param dataKeyPeriod how long one key encrypts; whole hours
 * @param kms where KMS is, if not in the function's region
 */
public record EncryptionSettings(
    Optional<String> masterKey, Duration dataKeyPeriod, Optional<Endpoint> kms) {

  public EncryptionSettings {
    if (!dataKeyPeriod.isPositive()) {
      throw new IllegalStateException("DATA_KEY_HOURS must be at least 1");
    }
  }

  static EncryptionSettings from(Environment environment) {
    return new EncryptionSettings(
        environment.optional("ENCRYPTION_KEY_ARN"),
        Duration.ofHours(environment.number("DATA_KEY_HOURS")),
        Endpoint.from("KMS", environment));
  }
}
