// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

/** The benchmark cannot run, for a reason its user can mend. The message is one whole line. */
public final class CannotRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why, in one line. */
  public CannotRun(String message) {
    super(message);
  }

  /** Says why, in one line, and keeps what was found first. */
  public CannotRun(String message, Throwable cause) {
    super(message, cause);
  }
}
