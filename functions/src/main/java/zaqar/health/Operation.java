// SPDX-License-Identifier: Apache-2.0
package zaqar.health;

import java.util.Locale;

/** What a pool is asked to do, one after the other (contract 3). */
enum Operation {
  CREATE_QUEUE,
  POST_MESSAGES,
  CLAIM_MESSAGES,
  LIST_MESSAGES,
  DELETE_MESSAGES,
  BULK_DELETE_MESSAGES,
  DELETE_CLAIM,
  DELETE_QUEUE;

  /** What it is called in answers and events. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
