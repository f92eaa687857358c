package zaqar.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import zaqar.local.failure.CannotStart;

/** DynamoDB Local as a process of its own: its licence forbids making it a part of our programs. */
public final class DynamoDbLocal implements AutoCloseable {
  private static final Duration TIME_TO_START = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final DataFolder folder;
  private final Process process;
  private final int port;
  private final CompletableFuture<String> failure;
  private volatile boolean closing;

  private DynamoDbLocal(DataFolder folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
    failure = process.onExit().thenCompose(this::judgeExit);
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
      int port = freePort();
      Process process =
          new ProcessBuilder(StoreCommand.of(folder, inMemory, libraries, port))
              .redirectErrorStream(true)
              .redirectOutput(folder.log().toFile())
              .start();
      folder.pidFile().write(process.toHandle());
      return new DynamoDbLocal(folder, process, port);
    } catch (IOException e) {
      throw new CannotStart("cannot start DynamoDB Local: " + e.getMessage(), e);
    }
  }

  /** Returns as soon as the store takes connections. */
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
  }

  private CannotStart notStarted(String reason) {
    if (closing) {
      return new CannotStart("stopped while starting");
    }
    folder.keep();
    return new CannotStart("DynamoDB Local " + reason + "; see " + folder.log());
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://" + loopback().getHostAddress() + ":" + port);
  }

  /** Completes with a line for the terminal if the store ends before {@link #close}. */
  public CompletableFuture<String> failure() {
    return failure.copy();
  }

  /** The id of its process. */
  public long pid() {
    return process.pid();
  }

  /** Ends the process. */
  @Override
  public void close() {
    closing = true;
    PidFile.end(process.toHandle());
    process.onExit().join();
    try {
      folder.pidFile().delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompletableFuture<String> judgeExit(Process ended) {
    if (closing) {
      return new CompletableFuture<>();
    }
    folder.keep();
    return CompletableFuture.completedFuture(
        "DynamoDB Local ended by itself with code " + ended.exitValue() + "; see " + folder.log());
  }

  private boolean takesConnections() {
    try (SocketChannel connection = SocketChannel.open(new InetSocketAddress(loopback(), port))) {
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
