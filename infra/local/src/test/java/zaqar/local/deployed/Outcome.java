// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

/** What a function made of an event. */
public sealed interface Outcome {
  /** It answered. */
  record Answer(String json) implements Outcome {}

  /**
   * It failed.
   *
   * @param type as told in the header {@code Lambda-Runtime-Function-Error-Type}
   * @param json message, type and stack trace
   */
  record Failure(String type, String json) implements Outcome {}
}
