// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

/** The settings of tokens for each access mode. */
public sealed interface TokenSettings
    permits TokenSettings.None, TokenSettings.Keys, KeystoneSettings, JwtSettings {

  /** There are no tokens; callers identify themselves. */
  record None() implements TokenSettings {}

  /** Keys, as a JSON document that maps the digest of each to its owner. */
  record Keys(String text) implements TokenSettings {}
}
