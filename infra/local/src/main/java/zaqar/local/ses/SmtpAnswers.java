// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import jakarta.mail.MessagingException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Finds out what an SMTP server meant. */
final class SmtpAnswers {
  private static final int REFUSED = 500;
  private static final int BEYOND = 600;

  private SmtpAnswers() {}

  /** Why the server refused a mail for good; empty if it did not, or another time might take it. */
  static Optional<String> refusal(@Nullable Throwable failure) {
    Throwable link = failure;
    while (link instanceof MessagingException e) {
      if (code(e) >= REFUSED && code(e) < BEYOND) {
        return Optional.of(firstLine(e));
      }
      link = e.getNextException();
    }
    return Optional.empty();
  }

  /** What is wrong, without what is behind it. */
  static String firstLine(@Nullable Throwable failure) {
    String message = failure == null ? null : failure.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static int code(MessagingException failure) {
    return switch (failure) {
      case SMTPAddressFailedException recipient -> recipient.getReturnCode();
      case SMTPSenderFailedException sender -> sender.getReturnCode();
      case SMTPSendFailedException mail -> mail.getReturnCode();
      default -> 0;
    };
  }
}
