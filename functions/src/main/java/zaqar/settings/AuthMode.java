// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

/** Who may call (design: access). */
public enum AuthMode {
  /** Believes X-Project-ID as sent; for development. */
  NONE,
  /** Tokens are keys that the operator has made. */
  KEYS,
  /** Tokens are validated at Keystone. */
  KEYSTONE,
  /** Tokens are verified locally. */
  JWT
}
