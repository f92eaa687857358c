// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

/** The key that wraps data keys. It never leaves its place, so it is asked for each of them. */
interface MasterKey {
  /** A new key of 256 bits, and what is stored of it. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Fresh(byte[] secret, byte[] wrapped) {}

  /** Makes a key; its wrapped form is worth nothing under another name. */
  Fresh make(String name);

  /**
   * The key in a wrapped form.
   *
   * @throws Undecryptable if that was not made under this name, or the master key is gone
   */
  byte[] unwrap(String name, byte[] wrapped);
}
