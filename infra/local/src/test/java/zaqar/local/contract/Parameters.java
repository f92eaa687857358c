package zaqar.local.contract;

import java.util.Map;

/**
 * The sets of template parameters that contract tests need; each set in use costs one local
 * runtime.
 */
enum Parameters {
  /** What the template says, and what any deployment is expected to have. */
  DEFAULTS(Map.of()),

  /** Messages and claims that may end within a second, for what happens when they do. */
  SHORT_LIVES(Map.of("MinMessageTtl", "1", "MinClaimTtl", "1", "MinClaimGrace", "0")),

  /** The routes of operators. */
  ADMIN(Map.of("AdminMode", "true")),

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

  /** Everything optional switched on. */
  OPTIONS(
      Map.of(
          "EnableChecksum", "true",
          "DeleteWithClaimId", "true",
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
