// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Hands mails to an SMTP server, each on a connection of its own, within eight seconds. */
final class Smtp implements Carrier {
  private static final System.Logger LOG = System.getLogger(Smtp.class.getName());
  private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(3);
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);
  private static final Duration TIME_IN_ALL = TIME_TO_CONNECT.plus(TIME_TO_ANSWER);

  private final SmtpServer server;
  private final Clock clock;
  private final Session session;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Smtp(SmtpServer server, Clock clock) {
    this.server = server;
    this.clock = clock;
    session = Session.getInstance(settings(server));
  }

  private static Properties settings(SmtpServer server) {
    Properties settings = new Properties();
    settings.setProperty("mail.transport.protocol.rfc822", "smtp");
    settings.setProperty("mail.smtp.host", server.host());
    settings.setProperty("mail.smtp.port", Integer.toString(server.port()));
    settings.setProperty("mail.smtp.connectiontimeout", Long.toString(TIME_TO_CONNECT.toMillis()));
    settings.setProperty("mail.smtp.timeout", Long.toString(TIME_TO_ANSWER.toMillis()));
    settings.setProperty("mail.smtp.quitwait", "false");
    settings.setProperty("mail.smtp.localhost", "localhost");
    return settings;
  }

  @Override
  public void send(Email mail, String id) throws RefusedEmail {
    Future<?> sending =
        threads.submit(
            () -> {
              Transport.send(MailMessage.of(session, mail, id, clock));
              return null;
            });
    try {
      sending.get(TIME_IN_ALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw refusal(e.getCause());
    } catch (TimeoutException e) {
      throw away("takes too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("is not waited for any longer");
    } finally {
      // Closes the connection if it is still there.
      sending.cancel(true);
    }
  }

  private RefusedEmail refusal(@Nullable Throwable failure) {
    return SmtpAnswers.refusal(failure)
        .map(RefusedEmail::rejected)
        .orElseGet(() -> away(SmtpAnswers.firstLine(failure)));
  }

  private RefusedEmail away(String reason) {
    String text = "The SMTP server at " + server.host() + ":" + server.port() + ": " + reason;
    LOG.log(Level.WARNING, text);
    return RefusedEmail.unavailable(text);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
