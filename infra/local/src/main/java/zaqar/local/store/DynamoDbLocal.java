package zaqar.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import zaqar.local.failure.CannotStart;

/**
 * DynamoDB Local as a process of its own: its licence forbids making it a part of our programs. If
 * it ends by itself it is started again on the same port and the same files, unless its data was in
 * memory, or it does nothing but end.
 */
public final class DynamoDbLocal implements AutoCloseable {
  private static final Duration TIME_TO_START = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final StoreCommand command;
  private final ShortLives shortLives = new ShortLives();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private volatile Process process;
  private long started;
  private volatile boolean closing;

  private DynamoDbLocal(StoreCommand command) throws IOException {
    this.command = command;
    started = System.nanoTime();
    process = command.start();
  }

  /**
   * Ends what an earlier runtime left behind on the same data, then starts the store.
   *
   * @param folder where data, log and process id go
   * @param inMemory forget the data at the end
   * @param libraries the jars and native libraries of DynamoDB Local
   * @throws CannotStart if this machine cannot run it
   */
  public static DynamoDbLocal start(DataFolder folder, boolean inMemory, Path libraries) {
    NativeLibraries.check(libraries, System.getProperty("os.name"), System.getProperty("os.arch"));
    try {
      Optional<Long> ended = folder.pidFile().endOrphan(StoreCommand.marks(folder));
      ended.ifPresent(
          pid -> System.out.println("ended the store of a killed runtime, process " + pid));
      Files.deleteIfExists(folder.log());
      return new DynamoDbLocal(new StoreCommand(folder, inMemory, libraries, freePort()));
    } catch (IOException e) {
      throw new CannotStart("cannot start DynamoDB Local: " + e.getMessage(), e);
    }
  }

  /**
   * Returns as soon as the store takes connections. From then on it is started again when it ends.
   */
  public void awaitReady() {
    long end = System.nanoTime() + TIME_TO_START.toNanos();
    while (!takesConnections()) {
      if (!process.isAlive()) {
        throw notStarted("ended at once");
      }
      if (System.nanoTime() > end) {
        throw notStarted("is not ready after " + TIME_TO_START.toSeconds() + " s");
      }
      Pause.of(LOOK_AGAIN);
    }
    Thread.ofPlatform().daemon().name("store").start(this::keepRunning);
  }

  private CannotStart notStarted(String reason) {
    if (closing) {
      return new CannotStart("stopped while starting");
    }
    command.folder().keep();
    return new CannotStart("DynamoDB Local " + reason + "; see " + command.folder().log());
  }

  private void keepRunning() {
    try {
      do {
        process.waitFor();
      } while (startsAgain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Excludes {@link #close}, which so ends the last process that there will be. */
  private synchronized boolean startsAgain() {
    if (closing) {
      return false;
    }
    String end = "DynamoDB Local ended by itself with code " + process.exitValue();
    if (command.inMemory()) {
      return failsFor(end + ", and the data was in memory");
    }
    if (shortLives.areTooManyWith(Duration.ofNanos(System.nanoTime() - started))) {
      return failsFor(end);
    }
    try {
      started = System.nanoTime();
      process = command.start();
    } catch (IOException e) {
      return failsFor(end + ", and does not start again: " + e.getMessage());
    }
    System.err.println("zaqar: " + end + "; started again");
    return true;
  }

  private boolean failsFor(String reason) {
    command.folder().keep();
    failure.complete(reason + "; see " + command.folder().log());
    return false;
  }

  /** Where it listens, as long as it lives. */
  public URI endpoint() {
    return URI.create("http://" + loopback().getHostAddress() + ":" + command.port());
  }

  /** Completes with a line for the terminal if the store has ended for good. */
  public CompletableFuture<String> failure() {
    return failure.copy();
  }

  /** Ends the process. */
  @Override
  public synchronized void close() {
    closing = true;
    PidFile.end(process.toHandle());
    process.onExit().join();
    try {
      command.folder().pidFile().delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean takesConnections() {
    try (SocketChannel connection =
        SocketChannel.open(new InetSocketAddress(loopback(), command.port()))) {
      return connection.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocketChannel channel = ServerSocketChannel.open().bind(null)) {
      return channel.socket().getLocalPort();
    }
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
