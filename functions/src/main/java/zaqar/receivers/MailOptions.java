// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a subscription's options say about its mails (contract 9.3).
 *
 * @param replyTo where answers go. It is no sender: mail comes from the operator's address alone
 * @param subject of the mails, unless the subscriber's URI has one
 */
record MailOptions(Optional<String> replyTo, Optional<String> subject) {
  private static final String FROM = "from";
  private static final String SUBJECT = "subject";

  /** What is wrong with options that are to be set, as a sentence; empty if nothing is. */
  static Optional<String> fault(JsonNode options) {
    if (isWrong(options.path(FROM), MailUri::isAddress)) {
      return Optional.of(FROM + " must be a mail address.");
    }
    return isWrong(options.path(SUBJECT), MailUri::isSubject)
        ? Optional.of(SUBJECT + " must be a string of one line and at most 200 characters.")
        : Optional.empty();
  }

  private static boolean isWrong(JsonNode option, Predicate<String> right) {
    return !option.isMissingNode()
        && !option.isNull()
        && !(option.isTextual() && (option.asText().isEmpty() || right.test(option.asText())));
  }

  /** Reads options, whatever they are; what would be a fault is left out. */
  static MailOptions read(JsonNode options) {
    return new MailOptions(
        text(options.path(FROM)).filter(MailUri::isAddress),
        text(options.path(SUBJECT)).filter(MailUri::isSubject));
  }

  private static Optional<String> text(JsonNode option) {
    return Optional.ofNullable(option.textValue()).filter(text -> !text.isEmpty());
  }
}
