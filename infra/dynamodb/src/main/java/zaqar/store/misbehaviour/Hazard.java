// SPDX-License-Identifier: Apache-2.0
package zaqar.store.misbehaviour;

/** Something that can befall a call, or a single write of one. */
public enum Hazard {
  /**
   * A call arrives late. If nobody waits for its answer any more, it is carried out all the same.
   */
  CALL_HELD_UP,
  /** A call does not arrive, and is not answered. */
  CALL_LOST,
  /** A call is not carried out, and answered with an InternalServerError. */
  CALL_FAILED,
  /** A call is carried out, and answered with an InternalServerError. */
  CALL_BROKEN,
  /** A call is carried out, and answered late. */
  ANSWER_LATE,
  /** A call is carried out, and never answered. */
  ANSWER_LOST,
  /** There is no capacity for an item: for one of a batch, what is left undone of it. */
  ITEM_THROTTLED,
  /** A write meets a transaction. */
  WRITE_CONFLICTS,
  /** A write is not carried out, and the call, or the statement, ends as InternalServerError. */
  WRITE_FAILED,
  /** A write is carried out, and the call, or the statement, ends as InternalServerError. */
  WRITE_BROKEN
}
