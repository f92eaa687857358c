// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import zaqar.store.http.HttpAnswer;

/** The gateway answers by itself. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final GatewayError error;

  Refused(GatewayError error) {
    super(error.name());
    this.error = error;
  }

  /** The answer to give. */
  HttpAnswer answer() {
    return error.answer();
  }
}
