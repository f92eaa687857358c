// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

/**
 * An action in a session.
 *
 * @param instance the one that serves it
 * @param queue 0 for the queue, 1 for its dead-letter queue
 * @param loses which call to the store stays without an answer, however often it is tried; 0 for
 *     none
 */
record Step(int instance, int queue, int loses, Action action) {

  /** One that goes well. */
  static Step of(int queue, Action action) {
    return new Step(0, queue, 0, action);
  }

  @Override
  public String toString() {
    String where = "instance " + instance + (queue == 0 ? "" : ", dead-letter queue");
    return action + " at " + where + (loses == 0 ? "" : ", loses the answer of call " + loses);
  }
}
