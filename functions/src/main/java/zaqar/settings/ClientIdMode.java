// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

/** Which Client-ID headers are accepted (contract 2.2). */
public enum ClientIdMode {
  /** A UUID in any of its usual spellings. */
  STRICT,
  /** Any string within two lengths. */
  OFF
}
