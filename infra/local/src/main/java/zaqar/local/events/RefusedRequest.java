// SPDX-License-Identifier: Apache-2.0
package zaqar.local.events;

/** A request that EventBridge refuses whole, with a 400. */
final class RefusedRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;

  private RefusedRequest(String type, String message) {
    super(message);
    this.type = type;
  }

  static RefusedRequest invalid(String message) {
    return new RefusedRequest("ValidationException", message);
  }

  static RefusedRequest malformed() {
    return new RefusedRequest("SerializationException", "The request is no JSON.");
  }

  static RefusedRequest unknown(String action) {
    return new RefusedRequest(
        "UnknownOperationException", "The local runtime does not know " + action + ".");
  }

  /** The name by which SDKs tell errors apart. */
  String type() {
    return type;
  }
}
