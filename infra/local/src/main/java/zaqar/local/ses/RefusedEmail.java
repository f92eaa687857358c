// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

/** A request that SES does not fulfil. */
final class RefusedEmail extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  private RefusedEmail(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  static RefusedEmail invalid(String message) {
    return new RefusedEmail(400, "BadRequestException", message);
  }

  static RefusedEmail malformed() {
    return new RefusedEmail(400, "SerializationException", "The request is no JSON.");
  }

  static RefusedEmail unknown(String request) {
    return new RefusedEmail(
        404, "UnknownOperationException", "The local runtime does not know " + request + ".");
  }

  /** The mail is refused for good. */
  static RefusedEmail rejected(String reason) {
    return new RefusedEmail(400, "MessageRejected", "Email was rejected: " + reason);
  }

  /** Tells the sender to try again. */
  static RefusedEmail unavailable(String reason) {
    return new RefusedEmail(503, "ServiceUnavailableException", reason);
  }

  int status() {
    return status;
  }

  /** The name by which SDKs tell errors apart. */
  String type() {
    return type;
  }
}
