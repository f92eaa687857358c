// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A webhook on this machine. It agrees to subscriptions by itself; its manners decide what becomes
 * of notifications.
 */
final class Receiver implements AutoCloseable {
  private static final int BACKLOG = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  private final ServerSocket server;
  private final Manners manners;
  private final AtomicInteger guests = new AtomicInteger();

  private Receiver(ServerSocket server, Manners manners) {
    this.server = server;
    this.manners = manners;
  }

  static Receiver start(Manners manners) throws IOException {
    Receiver receiver =
        new Receiver(new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1")), manners);
    Thread.startVirtualThread(receiver::serve);
    return receiver;
  }

  private void serve() {
    try {
      while (true) {
        Socket guest = server.accept();
        guests.incrementAndGet();
        Thread.startVirtualThread(() -> meet(guest));
      }
    } catch (IOException closed) {
      // Nobody comes any more.
    }
  }

  private void meet(Socket guest) {
    try (guest) {
      InputStream in = new BufferedInputStream(guest.getInputStream());
      String head = head(in);
      Visit visit = Visit.now(head, document(head, in), guest);
      if (visit.isNotification()) {
        manners.receive(visit);
      } else {
        visit.answer(204);
      }
    } catch (IOException | InterruptedException e) {
      // The guest has left.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static JsonNode document(String head, InputStream in) throws IOException {
    Matcher length = LENGTH.matcher(head);
    return JSON.readTree(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
  }

  /** How many have come, for whatever. */
  int guests() {
    return guests.get();
  }

  /** Where it listens; any path leads to it. */
  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
