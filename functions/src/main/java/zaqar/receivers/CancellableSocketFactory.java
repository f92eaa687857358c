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
 * What a call goes over: one socket after the other, until an address of its host answers. Whoever
 * waits for the call can cut it, wherever it is. None of them asks a proxy.
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

  /** Ends what is going on, and lets nothing come after it. */
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
