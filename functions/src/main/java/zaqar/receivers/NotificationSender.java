// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.util.Optional;

/** Tells receivers, each in the way that its URI names. */
public final class NotificationSender {
  private final WebhookSender webhooks;
  private final Optional<MailSender> mail;

  /**
   * A sender.
   *
   * @param mail empty where no mail is sent
   */
  public NotificationSender(WebhookSender webhooks, Optional<MailSender> mail) {
    this.webhooks = webhooks;
    this.mail = mail;
  }

  /**
   * Tells a receiver, and waits for what becomes of it.
   *
   * @param id the same each time that this notice is tried; letters, digits, underscores and
   *     hyphens
   * @param hops by how many deliveries of a Zaqar's it comes there, this one included
   */
  public DeliveryOutcome send(String id, int hops, Receiver to, Notice notice) {
    return to.isMail() ? sendMail(to, notice) : post(id, hops, to, notice);
  }

  private DeliveryOutcome post(String id, int hops, Receiver to, Notice notice) {
    WebhookRequest request = WebhookOptions.read(to.options()).request(to.uri(), notice);
    return webhooks.send(id, hops, request, new WebhookSigner(to.secrets()));
  }

  private DeliveryOutcome sendMail(Receiver to, Notice notice) {
    Optional<MailUri> uri = MailUri.parse(to.uri());
    return mail.isPresent() && uri.isPresent()
        ? mail.get().send(uri.get(), to.options(), notice)
        : new DeliveryOutcome.Refused("no mail is sent there");
  }
}
