// SPDX-License-Identifier: Apache-2.0
package zaqar.check.wire;

import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param path below {@code /v2}, query included, encoded; begins with a slash
 * @param client the Client-ID
 * @param body JSON, or null
 */
public record Call(String method, String path, String client, @Nullable String body) {
  /** The media type that the body is sent as: Zaqar insists on its own for changes of metadata. */
  public String contentType() {
    boolean isPatchOfQueue = method.equals("PATCH") && path.matches("/queues/[^/?]+");
    return isPatchOfQueue ? "application/openstack-messaging-v2.0-json-patch" : "application/json";
  }
}
