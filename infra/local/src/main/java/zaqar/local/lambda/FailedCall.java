// SPDX-License-Identifier: Apache-2.0
package zaqar.local.lambda;

/** A function that was called with an event did not answer. */
public final class FailedCall extends Exception {
  private static final long serialVersionUID = 1L;

  FailedCall(String message, Throwable cause) {
    super(message, cause);
  }
}
