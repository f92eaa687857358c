// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An SMTP server that answers one command as it was told, and the others with consent. The text of
 * a mail counts as the command {@code .}; an answer that is empty never comes.
 */
final class GruffSmtp implements AutoCloseable {
  private final ServerSocket socket;
  private final String command;
  private final String answer;

  GruffSmtp(String command, String answer) throws IOException {
    this.command = command;
    this.answer = answer;
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  SmtpServer address() {
    return new SmtpServer("127.0.0.1", socket.getLocalPort());
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        converse(client);
      } catch (IOException theClientLeft) {
        // The next one may be waiting.
      }
    }
  }

  private void converse(Socket client) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    say(client, "220 here");
    boolean inText = false;
    String line = lines.readLine();
    while (line != null) {
      String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      if (word.equals(command)) {
        say(client, answer);
      } else if (!inText || line.equals(".")) {
        say(client, word.equals("DATA") ? "354 go on" : "250 fine");
      }
      inText = inText ? !line.equals(".") : word.equals("DATA") && !command.equals("DATA");
      line = lines.readLine();
    }
  }

  private static void say(Socket client, String line) throws IOException {
    if (!line.isEmpty()) {
      client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
