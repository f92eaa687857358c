// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Takes connections on this machine and does with each what no web server would. */
record RudeReceiver(ServerSocket server, AtomicLong written) implements AutoCloseable {
  /** What it does with the one who connected. */
  @FunctionalInterface
  interface Manners {
    void meet(Socket guest, Voice voice) throws IOException, InterruptedException;
  }

  /** Counts what it says. */
  record Voice(OutputStream out, AtomicLong written) {
    void say(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.write(bytes);
      written.addAndGet(bytes.length);
    }

    /** Says the same again and again, until nobody listens any more. */
    void repeat(String text, long pauseMillis) throws IOException, InterruptedException {
      while (true) {
        say(text);
        Thread.sleep(pauseMillis);
      }
    }
  }

  static RudeReceiver start(Manners manners) throws IOException {
    RudeReceiver receiver =
        new RudeReceiver(
            new ServerSocket(0, 1000, InetAddress.ofLiteral("127.0.0.1")), new AtomicLong());
    Thread.startVirtualThread(() -> receiver.serve(manners));
    return receiver;
  }

  private void serve(Manners manners) {
    try {
      while (true) {
        Socket guest = server.accept();
        Thread.startVirtualThread(() -> meet(guest, manners));
      }
    } catch (IOException e) {
      // The server is closed.
    }
  }

  private void meet(Socket guest, Manners manners) {
    try (guest) {
      manners.meet(guest, new Voice(guest.getOutputStream(), written));
    } catch (IOException | InterruptedException e) {
      // The guest has left.
    }
  }

  String url() {
    return url("http");
  }

  String url(String scheme) {
    return scheme + "://127.0.0.1:" + server.getLocalPort() + "/hook?token=secret";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
