// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;

/** A mail as it is sent. It has the id that SES answered, and does not tell this machine's name. */
final class MailMessage extends MimeMessage {
  private final String id;

  private MailMessage(Session session, String id) {
    super(session);
    this.id = id;
  }

  /** Puts a mail into its form, with a date of {@code clock}. */
  static MailMessage of(Session session, Email mail, String id, Clock clock)
      throws MessagingException {
    MailMessage message = new MailMessage(session, id);
    message.setFrom(mail.from());
    message.setRecipient(RecipientType.TO, mail.to());
    if (!mail.replyTo().isEmpty()) {
      message.setReplyTo(mail.replyTo().toArray(InternetAddress[]::new));
    }
    for (Email.Header header : mail.headers()) {
      message.addHeader(header.name(), header.value());
    }
    message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    message.setText(mail.text(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    return message;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", "<" + id + "@localhost>");
  }
}
