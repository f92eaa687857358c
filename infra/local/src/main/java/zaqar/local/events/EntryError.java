// SPDX-License-Identifier: Apache-2.0
package zaqar.local.events;

/**
 * Why one event of a request was not taken, while others were.
 *
 * @param code as EventBridge has it
 */
record EntryError(String code, String message) {
  static final EntryError MALFORMED_DETAIL =
      new EntryError("MalformedDetail", "Detail is malformed.");
  static final EntryError NOT_AUTHORIZED_FOR_SOURCE =
      new EntryError("NotAuthorizedForSource", "Not authorized for the source.");

  /** Tells the sender to try again. */
  static final EntryError INTERNAL_FAILURE =
      new EntryError("InternalFailure", "The event could not be delivered to its targets.");

  static EntryError missing(String field) {
    return new EntryError(
        "InvalidArgument",
        "Parameter %s is not valid. Reason: %s is a required argument.".formatted(field, field));
  }

  static EntryError noBus(String name) {
    return new EntryError("InvalidArgument", "Event bus " + name + " does not exist.");
  }
}
