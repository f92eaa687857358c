// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * A request as it came.
 *
 * @param target what stands between method and version, not decoded
 * @param body empty if there is none
 * @param client the address it came from
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpRequest(
    String method, String target, HttpHeaders headers, byte[] body, String client) {
  /** The target without its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
