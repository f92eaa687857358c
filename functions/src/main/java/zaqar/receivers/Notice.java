// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

/**
 * The content of a notification.
 *
 * @param document for programs: JSON
 * @param subject of a mail, unless the subscriber wants another; may be empty
 * @param text of a mail
 */
public record Notice(String document, String subject, String text) {}
