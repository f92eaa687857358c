// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

/** The types of values, by the names that they have in JSON. */
public enum Type {
  S,
  N,
  B,
  BOOL,
  NULL,
  L,
  M,
  SS,
  NS,
  BS;

  /** Whether keys may be of it. */
  public boolean isScalar() {
    return this == S || this == N || this == B;
  }

  /** Whether it is a set. */
  public boolean isSet() {
    return this == SS || this == NS || this == BS;
  }
}
