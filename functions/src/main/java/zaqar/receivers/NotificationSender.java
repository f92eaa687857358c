// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.util.Optional;

/**
 * Tells receivers, each in the way that its URI names.
 *
 * @param mail empty where no mail is sent
 */
public record NotificationSender(WebhookSender webhooks, Optional<MailSender> mail) {
  /**
   * Tells a receiver, and waits for what becomes of it.
   *
   * @param id the same each time that this notice is tried; letters, digits, underscores and
   *     hyphens
   * @param hops by how many deliveries of a Zaqar's it comes there, this one included
   */
  public DeliveryOutcome send(String id, int hops, Receiver to, Notice notice) {
    if (!to.isMail()) {
      WebhookRequest request = WebhookOptions.read(to.options()).request(to.uri(), notice);
      return webhooks.send(id, hops, request, new WebhookSigner(to.secrets()));
    }
    Optional<MailUri> uri = MailUri.parse(to.uri());
    return mail.isPresent() && uri.isPresent()
        ? mail.get().send(uri.get(), to.options(), notice)
        : new DeliveryOutcome.Refused("no mail is sent there");
  }
}
