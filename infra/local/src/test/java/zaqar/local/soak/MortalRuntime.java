// SPDX-License-Identifier: Apache-2.0
package zaqar.local.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import zaqar.check.wire.Call;
import zaqar.check.wire.HttpWire;
import zaqar.check.wire.Wire;
import zaqar.local.ChildRuntime;

/** The runtime on data on disk, to be killed and started again. */
final class MortalRuntime implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** It is soon full of garbage, so what is kept for ever shows: as growth, or as faults. */
  private static final List<String> SMALL_HEAP = List.of("-XX:+UseSerialGC", "-Xmx64m");

  private static final Call PING =
      new Call("GET", "/ping", "3381af92-2b9e-11e3-b191-71861300734c", null);

  private final Path folder;
  private volatile ChildRuntime process;
  private volatile Wire wire;
  private int starts;

  /** All it will keep and print goes to {@code folder}. */
  MortalRuntime(Path folder) {
    this.folder = folder;
  }

  /** Starts it. */
  void start() throws IOException, InterruptedException {
    process =
        new ChildRuntime(
            folder.resolve("output-" + starts++),
            SMALL_HEAP,
            List.of(
                "--port",
                "0",
                "--data",
                data().toString(),
                "--parameter",
                "MinClaimTtl=1",
                "--parameter",
                "MinClaimGrace=0"));
    process.awaitListening();
    wire = new HttpWire(process.baseUri(), "soak", null);
  }

  /** The way to it as it is now. */
  Wire wire() {
    return wire;
  }

  Path data() {
    return folder.resolve("data");
  }

  long pid() {
    return process.pid();
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  /** Returns once it answers. */
  void awaitAnswer() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("does not come back");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean answers() {
    try {
      return wire.send(PING).succeeded();
    } catch (IOException noAnswer) {
      return false;
    }
  }

  @Override
  public void close() {
    if (starts > 0) {
      process.close();
    }
  }
}
