// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.QueueResource;

/**
 * {@link Sqs}, which starts late: it takes as long as all the rest of the runtime, and the first
 * requests seldom need it. So connections are taken at once and wait, and it starts with the first
 * of them, or when the first requests had their time.
 */
public final class LateSqs implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LateSqs.class.getName());
  private static final Duration FIRST_REQUESTS = Duration.ofSeconds(2);
  private static final Duration AFTER_A_FAULT = Duration.ofMillis(500);
  private static final int MOST_WAITING = 128;

  private final ServerSocket door;
  private final CompletableFuture<Void> needed = new CompletableFuture<>();
  private final CompletableFuture<Sqs> serving;

  private LateSqs(ServerSocket door, Optional<Path> folder, List<QueueResource> queues) {
    this.door = door;
    serving = needed.thenApplyAsync(now -> Sqs.start(folder, queues));
  }

  /** Takes connections; messages are kept in {@code folder}, or else in memory. */
  public static LateSqs open(Optional<Path> folder, List<QueueResource> resources) {
    try {
      ServerSocket door = new ServerSocket(0, MOST_WAITING, InetAddress.getLoopbackAddress());
      LateSqs queues = new LateSqs(door, folder, resources);
      Thread.ofVirtual().name("door of SQS").start(queues::accept);
      return queues;
    } catch (IOException e) {
      throw new CannotStart("cannot listen for messages of SQS: " + e.getMessage(), e);
    }
  }

  /** Where clients reach them. */
  public URI endpoint() {
    return URI.create(
        "http://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort());
  }

  /**
   * Begins the time of the first requests.
   *
   * @param work is done when SQS has started
   * @return is complete when the work is done; has {@link CannotStart} if SQS cannot start, and
   *     {@link CancellationException} if it was stopped before
   */
  public CompletableFuture<Void> whenStarted(Runnable work) {
    needed.completeOnTimeout(null, FIRST_REQUESTS.toMillis(), TimeUnit.MILLISECONDS);
    return serving.thenRun(work);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        needed.complete(null);
        Thread.ofVirtual().name("connection to SQS").start(() -> serve(client));
      } catch (IOException e) {
        if (!door.isClosed()) {
          LOG.log(Level.WARNING, "cannot take a connection to SQS", e);
          LockSupport.parkNanos(AFTER_A_FAULT.toNanos());
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      URI its = serving.join().endpoint();
      try (Socket server = new Socket(its.getHost(), its.getPort())) {
        Thread.ofVirtual().name("requests to SQS").start(() -> pass(client, server));
        pass(server, client);
      }
    } catch (IOException | CompletionException | CancellationException cut) {
      // The client finds its connection closed.
    }
  }

  /** Passes on what comes until there is no more. */
  private static void pass(Socket from, Socket to) {
    try {
      to.setTcpNoDelay(true);
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException cut) {
      // Then the other way ends as well, and with it the connection.
    }
  }

  /** Stops at once; who waits for messages gets none. */
  @Override
  public void close() {
    needed.cancel(false);
    try {
      door.close();
      serving.join().close();
    } catch (IOException | CompletionException | CancellationException neverStarted) {
      // Then there is nothing to stop.
    }
  }
}
