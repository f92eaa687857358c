// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is asked of a store, from JSON to JSON; who stands before it is one as well. */
@FunctionalInterface
public interface Operations {
  /**
   * Carries out an operation.
   *
   * @throws zaqar.store.value.Refusal if DynamoDB would answer with an error
   * @throws NoAnswer if there is to be no answer
   */
  ObjectNode answer(String operation, ObjectNode request);
}
