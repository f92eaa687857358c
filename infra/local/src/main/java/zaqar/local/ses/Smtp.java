package zaqar.local.ses;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Hands mails to an SMTP server, each on a connection of its own, within eight seconds. */
final class Smtp implements AutoCloseable {
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

  /**
   * Returns when the server has taken the mail.
   *
   * @param id what SES calls it
   * @throws RefusedEmail if the server refuses it, or is away
   */
  void send(Email mail, String id) throws RefusedEmail {
    Future<?> sending =
        threads.submit(
            () -> {
              Transport.send(message(mail, id));
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

  private MimeMessage message(Email mail, String id) throws MessagingException {
    MimeMessage message = new IdentifiedMessage(session, id);
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

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Has the id that SES answered, and does not tell this machine's name. */
  private static final class IdentifiedMessage extends MimeMessage {
    private final String id;

    IdentifiedMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + "@localhost>");
    }
  }
}
