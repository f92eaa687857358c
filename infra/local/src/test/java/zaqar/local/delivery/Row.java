// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

/**
 * A kind of receiver, and what the rules say of it.
 *
 * @param calls how often one message is brought to it
 * @param lastError what the message's letter says in the dead-letter queue; empty if it has none
 */
record Row(String name, Manners manners, int calls, String lastError) {
  /** A receiver that has taken the message at the last of so many calls. */
  static Row delivered(String name, int calls, Manners manners) {
    return new Row(name, manners, calls, "");
  }

  /** A receiver that is given up after so many calls. */
  static Row givenUp(String name, int calls, String lastError, Manners manners) {
    return new Row(name, manners, calls, lastError);
  }

  /** Whether its subscription is as confirmed as before. */
  boolean staysConfirmed() {
    return !lastError.equals("the receiver is gone");
  }
}
