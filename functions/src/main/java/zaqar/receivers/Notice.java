// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.util.Map;

/**
 * The content of a notification.
 *
 * @param headers of a POST, which no option changes
 * @param document for programs: JSON
 * @param subject of a mail, unless the subscriber wants another; may be empty
 * @param text of a mail
 */
public record Notice(Map<String, String> headers, String document, String subject, String text) {
  public Notice {
    headers = Map.copyOf(headers);
  }

  /** One whose POST has no headers of its own. */
  public Notice(String document, String subject, String text) {
    this(Map.of(), document, subject, text);
  }
}
