// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

/** A request would write after its deadline. Nobody tries that again, since it is none of AWS's. */
public final class TooLate extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TooLate() {
    super("a request does not write after its answer, or after its time");
  }
}
