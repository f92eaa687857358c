// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.util.Map;
import zaqar.local.kms.Kms;

/**
 * The sets of template parameters that contract tests need; each set in use costs one local
 * runtime.
 */
enum Parameters {
  /** What the template says, and what any deployment is expected to have. */
  DEFAULTS(Map.of()),

  /** The same, on a cloud that is not of this process, such as LocalStack. */
  CLOUD(Map.of()),

  /** Messages and claims that may end within a second, for what happens when they do. */
  SHORT_LIVES(Map.of("MinMessageTtl", "1", "MinClaimTtl", "1", "MinClaimGrace", "0")),

  /** A key to encrypt bodies with. */
  ENCRYPTION(Map.of("EncryptionKeyArn", Kms.KEY, "EnableChecksum", "true")),

  /** The routes of operators. */
  ADMIN(Map.of("AdminMode", "true")),

  /** Secrets that tests know, and pages of other origins. */
  SIGNED(
      Map.of(
          "SignedUrlSecret", "test_key",
          "PreviousSignedUrlSecret", "old_key",
          "AllowedOrigins", "https://console.example.com,http://localhost:3000")),

  /** What a project may have. */
  LIMITED(
      Map.of(
          "MaxQueuesPerProject", "2",
          "MaxSubscriptionsPerQueue", "2",
          "RequireConfirmation", "false")),

  /** Clients may wait for messages. */
  LONG_POLLS(Map.of("LongPollSeconds", "20")),

  /** Tokens, and names of roles that are no defaults. */
  TOKENS(
      Map.of(
          "AuthMode", "jwt",
          "JwtIssuer", JwtIssuer.NAME,
          "JwtAudience", JwtIssuer.AUDIENCE,
          "JwtKeys", JwtIssuer.publicKey(),
          "AdminMode", "true",
          "AdminRole", "operator",
          "ReaderRole", "reader")),

  /** Every option other than it is by default. */
  OPTIONS(
      Map.of(
          "EnableChecksum", "true",
          "DeleteWithClaimId", "true",
          "DelayInAllQueues", "false",
          "ClientIdMode", "off",
          "MinClaimTtl", "1"));

  private final Map<String, String> byName;

  Parameters(Map<String, String> byName) {
    this.byName = byName;
  }

  Map<String, String> byName() {
    return byName;
  }
}
