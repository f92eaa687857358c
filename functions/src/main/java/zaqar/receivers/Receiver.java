package zaqar.receivers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where somebody is told, and how it wants it.
 *
 * @param uri an http, https or mailto URI; checked by nobody yet
 * @param options of the subscription
 * @param secret what webhooks are signed with
 */
public record Receiver(String uri, ObjectNode options, String secret) {
  boolean isMail() {
    return MailUri.isMail(uri);
  }
}
