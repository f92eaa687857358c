// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

/** A request is not answered: it did not arrive, or the answer is lost on its way. */
public final class NoAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says why. */
  public NoAnswer(String message) {
    super(message, null, false, false);
  }
}
