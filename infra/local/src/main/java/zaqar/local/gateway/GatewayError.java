// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import zaqar.store.http.HttpAnswer;

/** The answers that API Gateway gives by itself, and that no function can shape. */
enum GatewayError {
  BAD_REQUEST(400, "Bad Request"),
  NOT_FOUND(404, "Not Found"),
  REQUEST_ENTITY_TOO_LARGE(413, "Request Entity Too Large"),
  REQUEST_HEADER_FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
  INTERNAL_SERVER_ERROR(500, "Internal Server Error"),
  SERVICE_UNAVAILABLE(503, "Service Unavailable");

  private final int status;
  private final String message;

  GatewayError(int status, String message) {
    this.status = status;
    this.message = message;
  }

  /** The error of a status that the server refuses requests with. */
  static GatewayError of(int status) {
    return Stream.of(values())
        .filter(error -> error.status == status)
        .findFirst()
        .orElse(BAD_REQUEST);
  }

  /** The answer in API Gateway's own form. */
  HttpAnswer answer() {
    return HttpAnswer.of(
        status,
        "application/json",
        ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
  }
}
