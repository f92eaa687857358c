// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

/** What an access mode needs to know of tokens. */
public sealed interface TokenSettings
    permits TokenSettings.None, ApiKeySettings, KeystoneSettings, JwtSettings {

  /** There are no tokens; callers say who they are. */
  record None() implements TokenSettings {}
}
