// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A mail with one recipient and a plain text.
 *
 * @param subject one line
 * @param headers more of them, none of which is one that SES writes itself
 */
record Email(
    InternetAddress from,
    InternetAddress to,
    List<InternetAddress> replyTo,
    String subject,
    String text,
    List<Header> headers) {
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "bcc",
          "cc",
          "content-disposition",
          "content-transfer-encoding",
          "content-type",
          "date",
          "from",
          "message-id",
          "mime-version",
          "reply-to",
          "return-path",
          "sender",
          "subject",
          "to");

  Email {
    replyTo = List.copyOf(replyTo);
    headers = List.copyOf(headers);
  }

  /** A line above the text. */
  record Header(String name, String value) {}

  /** Reads a request of SendEmail. */
  static Email of(JsonNode json) throws RefusedEmail {
    Part request =
        new Part("The request", json)
            .only("FromEmailAddress", "Destination", "ReplyToAddresses", "Content");
    Part simple =
        request.part("Content").only("Simple").part("Simple").only("Subject", "Body", "Headers");
    return new Email(
        address(request.part("FromEmailAddress")),
        recipient(request.part("Destination").only("ToAddresses")),
        addresses(request.list("ReplyToAddresses")),
        simple.part("Subject").lineContent(),
        simple.part("Body").only("Text").part("Text").content(),
        headers(simple.list("Headers")));
  }

  private static InternetAddress recipient(Part destination) throws RefusedEmail {
    List<InternetAddress> all = addresses(destination.list("ToAddresses"));
    if (all.size() != 1) {
      throw RefusedEmail.invalid("The local runtime sends a mail to one recipient.");
    }
    return all.getFirst();
  }

  private static List<InternetAddress> addresses(List<Part> parts) throws RefusedEmail {
    List<InternetAddress> addresses = new ArrayList<>();
    for (Part part : parts) {
      addresses.add(address(part));
    }
    return addresses;
  }

  /** SES knows no SMTPUTF8, so that addresses are ASCII. */
  private static InternetAddress address(Part part) throws RefusedEmail {
    String text = part.line();
    try {
      InternetAddress address = new InternetAddress(text, true);
      if (StandardCharsets.US_ASCII.newEncoder().canEncode(text) && !address.isGroup()) {
        return address;
      }
      throw RefusedEmail.invalid("No address that SES can send to or from: " + text);
    } catch (AddressException e) {
      throw RefusedEmail.invalid(e.getMessage() + ": " + text);
    }
  }

  private static List<Header> headers(List<Part> parts) throws RefusedEmail {
    List<Header> headers = new ArrayList<>();
    for (Part part : parts) {
      String name = part.only("Name", "Value").part("Name").text();
      String value = part.part("Value").line();
      if (!name.matches("[!-9;-~]{1,126}")
          || !value.matches("[ -~]{1,995}")
          || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        throw RefusedEmail.invalid("A header that SES does not take: " + name);
      }
      headers.add(new Header(name, value));
    }
    return headers;
  }
}
