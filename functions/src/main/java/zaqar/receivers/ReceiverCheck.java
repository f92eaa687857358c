// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;

/** Decides who may be told, and what options may say about it. */
public record ReceiverCheck(AddressGuard guard, boolean sendsMail) {
  /** What is wrong with a URI, as a sentence without its subject; empty if nothing is. */
  public Optional<String> fault(String uri) {
    if (!MailUri.isMail(uri)) {
      return guard.fault(uri);
    }
    if (!sendsMail) {
      return Optional.of("cannot be told by mail: this service has no address to send it from.");
    }
    return MailUri.parse(uri).isPresent()
        ? Optional.empty()
        : Optional.of("must have one mail address, and no field but a subject.");
  }

  /**
   * Whether a URI leads to this service.
   *
   * @param service where it was called, which is known of each call alone; empty if it is not
   */
  public boolean isOwn(String uri, String service) {
    return !MailUri.isMail(uri) && OwnHosts.at(service).contain(URI.create(uri));
  }

  /** Whether a URI leads to a mailbox. */
  public boolean isMail(String uri) {
    return MailUri.isMail(uri);
  }

  /** What is wrong with options, as a sentence; empty if nothing is. */
  public Optional<String> fault(ObjectNode options) {
    return WebhookOptions.fault(options).or(() -> MailOptions.fault(options));
  }
}
