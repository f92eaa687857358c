// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import zaqar.auth.SignedUrl;
import zaqar.auth.UrlSigner;
import zaqar.http.Json;
import zaqar.http.Link;
import zaqar.receivers.Notice;
import zaqar.subscriptions.Subscription;

/**
 * Words the questions to subscribers (contract 8.8), with what it takes to answer them: headers for
 * programs, a link to a page for people. The document has the names of the original's older
 * releases, too. The subscribing client chooses nothing in it except the names of the queue and the
 * project, since the mail may reach somebody who never asked for it.
 *
 * @param page what the link leads to, if not to this service's own page
 */
record ConfirmationNotices(UrlSigner signer, Optional<String> page) {
  private static final String METHOD = "PUT";

  Notice notice(Confirmation confirmation, Subscription to) {
    String path = "/v2/queues/" + to.queue().name() + "/subscriptions/" + to.id() + "/confirm";
    SignedUrl url = SignedUrl.of(path, METHOD, to.queue().project(), confirmation.expires());
    String sentence = sentence(confirmation, to);
    String link = link(confirmation, to, path, url);
    return new Notice(
        document(confirmation, to, path, url),
        subject(confirmation, to),
        sentence
            + "\n\n"
            + link
            + "\n\nThe link works until "
            + last(confirmation, to)
            + " UTC.\n");
  }

  private static String last(Confirmation confirmation, Subscription to) {
    Instant last = to.end().isBefore(confirmation.expires()) ? to.end() : confirmation.expires();
    return last.truncatedTo(ChronoUnit.MINUTES).toString().replaceAll("[TZ]", " ").strip();
  }

  private static String subject(Confirmation confirmation, Subscription to) {
    return switch (confirmation.kind()) {
      case SUBSCRIBE -> "Confirm your subscription to queue " + to.queue().name();
      case UNSUBSCRIBE -> "Your subscription to queue " + to.queue().name() + " has ended";
    };
  }

  private static String sentence(Confirmation confirmation, Subscription to) {
    String queue = "queue " + to.queue().name();
    return switch (confirmation.kind()) {
      case SUBSCRIBE ->
          "Somebody wants you to be told of the messages of "
              + queue
              + ". You hear nothing more unless you confirm that you want it.";
      case UNSUBSCRIBE ->
          "You are not told of the messages of "
              + queue
              + " any more. To subscribe again, answer with confirmed=True.";
    };
  }

  private String document(Confirmation confirmation, Subscription to, String path, SignedUrl url) {
    ObjectNode document =
        Json.object()
            .put("Message_Type", confirmation.kind().type())
            .put("Message", sentence(confirmation, to))
            .put("URL-Signature", signer.sign(url))
            .put("URL-Methods", METHOD)
            .put("URL-Paths", path)
            .put("URL-Expires", url.expires())
            .put("X-Project-ID", url.project().value());
    document.putObject("SubscribeBody").put("confirmed", true);
    document.putObject("UnsubscribeBody").put("confirmed", false);
    document.putArray("SubscribeURL").add(path);
    if (!confirmation.service().isEmpty()) {
      document.put("WSGISubscribeURL", confirmation.service() + path);
    }
    return Json.write(document.put("queue_name", to.queue().name().value()));
  }

  private String link(Confirmation confirmation, Subscription to, String path, SignedUrl url) {
    return new Link(page.orElse(confirmation.service() + "/confirm"))
        .with("Signature", signer.sign(url))
        .with("Methods", METHOD)
        .with("Paths", path)
        .with("Project", url.project().value())
        .with("Expires", url.expires())
        .with("Url", confirmation.service() + path)
        .with("Queue", to.queue().name().value())
        .toString();
  }
}
