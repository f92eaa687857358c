// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.UnknownHostException;

/** A host with an address that may not be called. To whoever wants to connect it has none. */
final class RefusedAddress extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  RefusedAddress() {
    super("address refused");
  }
}
