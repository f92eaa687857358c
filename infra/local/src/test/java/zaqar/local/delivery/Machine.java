// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.HttpWire;
import zaqar.check.wire.Wire;
import zaqar.local.Checkout;
import zaqar.local.ChildRuntime;

/**
 * The runtime as a process of its own, on a template that may differ from the real one. It can be
 * killed, and started again on the same data.
 */
final class Machine implements Wire, AutoCloseable {
  private final Path folder;
  private final Path root;
  private final long seed;
  private volatile ChildRuntime process;
  private volatile Wire wire;
  private int starts;

  /**
   * Prepares it.
   *
   * @param folder for all that it keeps and prints
   * @param changes what stands instead of each text of the template, all of which have to be there
   * @param seed what happens by chance in it comes from
   */
  Machine(Path folder, Map<String, String> changes, long seed) throws IOException {
    this.folder = folder;
    this.seed = seed;
    root = checkout(folder.resolve("root"), changes);
  }

  private static Path checkout(Path root, Map<String, String> changes) throws IOException {
    Checkout real = Checkout.current();
    String template = Files.readString(real.template());
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!template.contains(change.getKey())) {
        throw new AssertionError("the template does not say " + change.getKey());
      }
      template = template.replace(change.getKey(), change.getValue());
    }
    Files.createDirectories(root);
    Files.writeString(root.resolve("template.yaml"), template);
    Files.createSymbolicLink(root.resolve("infra"), real.root().resolve("infra"));
    return root;
  }

  /** Starts it, for the first time or again. */
  void start() throws IOException, InterruptedException {
    process =
        new ChildRuntime(
            output(starts++),
            List.of("-D" + Checkout.PROPERTY + "=" + root, "-D" + Mortal.SEED + "=" + seed),
            List.of(
                "--port",
                "0",
                "--data",
                data().toString(),
                "--parameter",
                "RequireConfirmation=false"));
    process.awaitListening();
    wire = new HttpWire(process.baseUri(), "delivery", null);
  }

  /** The way of another project to it. */
  Wire wire(String project) throws IOException {
    return new HttpWire(process.baseUri(), project, null);
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** How many lines of all it printed contain {@code text}. */
  long said(String text) throws IOException {
    return lines(text).size();
  }

  /** The lines of all it printed that contain {@code text}. */
  List<String> lines(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      Files.readAllLines(output(i)).stream()
          .filter(line -> line.contains(text))
          .forEach(lines::add);
    }
    return lines;
  }

  @Override
  public Answer send(Call call) throws IOException {
    return wire.send(call);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path output(int start) {
    return folder.resolve("output-" + start);
  }

  @Override
  public void close() {
    if (starts > 0) {
      process.close();
    }
  }
}
