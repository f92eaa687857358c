// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mailto URI (RFC 6068) that means one recipient: it has one address, and a subject at most. The
 * address may have two slashes before it, as other projects write it.
 *
 * @param subject of the mails; empty if the URI has none
 */
record MailUri(String address, Optional<String> subject) {
  static final String SCHEME = "mailto:";
  private static final String FIELD = "subject=";
  private static final int LONGEST_ADDRESS = 254;
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(?:\\." + LABEL + "){0,20}");
  private static final Pattern SUBJECT = Pattern.compile("\\P{Cc}{0,200}");

  MailUri {
    if (!isAddress(address) || !subject.map(MailUri::isSubject).orElse(true)) {
      throw new IllegalArgumentException("no address, or no subject");
    }
  }

  static boolean isMail(String subscriber) {
    return subscriber.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** Whether a text is an address that mail can be sent to. */
  static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS && ADDRESS.matcher(text).matches();
  }

  /** Whether a text can be the subject of a mail: short, and of one line. */
  static boolean isSubject(String text) {
    return SUBJECT.matcher(text).matches();
  }

  /** Reads a URI; empty if it is none of these. */
  static Optional<MailUri> parse(String uri) {
    try {
      String[] parts = uri.substring(SCHEME.length()).split("\\?", 2);
      String address = parts[0].startsWith("//") ? parts[0].substring(2) : parts[0];
      return Optional.of(new MailUri(decode(address), subject(parts)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> subject(String[] parts) {
    if (parts.length == 1) {
      return Optional.empty();
    }
    if (!parts[1].toLowerCase(Locale.ROOT).startsWith(FIELD) || parts[1].contains("&")) {
      throw new IllegalArgumentException("a field that is no subject");
    }
    return Optional.of(decode(parts[1].substring(FIELD.length())));
  }

  /** Here a plus is a plus. */
  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
