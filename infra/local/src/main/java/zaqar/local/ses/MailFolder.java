// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;

/** Writes each mail into a file, which mail programs open; the names sort by time. */
record MailFolder(Path folder, Clock clock) implements Carrier {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public void send(Email mail, String id) throws RefusedEmail {
    Path file = folder.resolve(TIME.format(clock.instant()) + "-" + id + ".eml");
    try {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      MailMessage.of(Session.getInstance(new Properties()), mail, id, clock).writeTo(text);
      Files.createDirectories(folder);
      Files.write(file, text.toByteArray());
    } catch (IOException | MessagingException e) {
      throw RefusedEmail.unavailable("The mail cannot be written to " + file + ": " + e);
    }
  }

  @Override
  public void close() {
    // Nothing is under way between two calls.
  }
}
