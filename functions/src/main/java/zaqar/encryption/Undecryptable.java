// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import org.jspecify.annotations.Nullable;

/**
 * A body that cannot be decrypted: it was changed, or taken from another message, or its key is
 * gone.
 */
public final class Undecryptable extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Tells the log why. */
  public Undecryptable(String reason) {
    this(reason, null);
  }

  Undecryptable(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
