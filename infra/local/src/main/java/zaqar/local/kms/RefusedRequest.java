// SPDX-License-Identifier: Apache-2.0
package zaqar.local.kms;

/** A request that KMS refuses, with a 400. */
final class RefusedRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;

  private RefusedRequest(String type, String message) {
    super(message);
    this.type = type;
  }

  static RefusedRequest malformed() {
    return new RefusedRequest("SerializationException", "The request is no JSON.");
  }

  static RefusedRequest invalid(String message) {
    return new RefusedRequest("ValidationException", message);
  }

  static RefusedRequest unknown(String action) {
    return new RefusedRequest(
        "UnknownOperationException", "The local runtime does not know " + action + ".");
  }

  static RefusedRequest noKey(String id) {
    return new RefusedRequest("NotFoundException", "Key '" + id + "' does not exist");
  }

  /** What is to be decrypted was changed, or encrypted with another key or context. */
  static RefusedRequest undecryptable() {
    return new RefusedRequest("InvalidCiphertextException", "The ciphertext is invalid.");
  }

  /** The name by which SDKs tell errors apart. */
  String type() {
    return type;
  }
}
