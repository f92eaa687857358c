// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * An answer. A {@code HEAD} gets the length of its body alone.
 *
 * @param headers apart from {@code Content-Length}, which the server sets, as it does a {@code
 *     Date} that is missing
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpAnswer(int status, HttpHeaders headers, byte[] body) {
  /** An answer without a body. */
  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, EmptyHttpHeaders.INSTANCE, new byte[0]);
  }

  /** An answer with a body of a type. */
  public static HttpAnswer of(int status, String contentType, byte[] body) {
    return new HttpAnswer(status, newHeaders().set("Content-Type", contentType), body);
  }

  /** Headers to fill, which refuse what HTTP does not allow. */
  public static HttpHeaders newHeaders() {
    return DefaultHttpHeadersFactory.headersFactory().newHeaders();
  }
}
