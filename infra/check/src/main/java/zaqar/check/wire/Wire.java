// SPDX-License-Identifier: Apache-2.0
package zaqar.check.wire;

import java.io.IOException;

/**
 * A way to an endpoint. It may be HTTP, or functions in the same process, or something that breaks
 * on purpose.
 */
@FunctionalInterface
public interface Wire {
  /**
   * Sends a request, once.
   *
   * @throws IOException if there is no answer: whether the request had an effect, or will have one,
   *     is unknown
   */
  Answer send(Call call) throws IOException;
}
