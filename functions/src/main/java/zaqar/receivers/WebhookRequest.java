// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.util.Map;

/**
 * What is to be posted to a webhook, still without the headers that say where it comes from.
 *
 * @param url checked by nobody yet
 * @param headers none of them breaks the connection or looks like a signature
 */
public record WebhookRequest(String url, Map<String, String> headers, String body) {
  public WebhookRequest {
    headers = Map.copyOf(headers);
    if (headers.entrySet().stream()
        .anyMatch(header -> PostHeaders.fault(header.getKey(), header.getValue()).isPresent())) {
      throw new IllegalArgumentException("a header that must not be set");
    }
  }
}
