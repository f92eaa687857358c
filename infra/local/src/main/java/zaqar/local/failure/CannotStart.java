// SPDX-License-Identifier: Apache-2.0
package zaqar.local.failure;

/**
 * The runtime cannot start, for a reason its user can mend. The message is one whole line for the
 * terminal.
 */
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why, in one line. */
  public CannotStart(String message) {
    super(message);
  }

  /** Says why, in one line, and keeps what was found first. */
  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
