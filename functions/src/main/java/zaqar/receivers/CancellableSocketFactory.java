// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the sockets of one call, one after the other, until an address of the host answers. The
 * thread that waits for the call can cancel it at any point. No socket uses a proxy.
 */
final class CancellableSocketFactory implements DetachedSocketFactory {
  private @Nullable Socket socket;
  private boolean isCut;

  @Override
  public synchronized Socket create(@Nullable Proxy proxy) throws IOException {
    if (isCut) {
      throw new SocketException("cut");
    }
    Socket next = new Socket(Proxy.NO_PROXY);
    socket = next;
    return next;
  }

  /** Closes the current socket, and makes no further one. */
  synchronized void cut() {
    isCut = true;
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a socket can always be closed", e);
    }
  }
}
