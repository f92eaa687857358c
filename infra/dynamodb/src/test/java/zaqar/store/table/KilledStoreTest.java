// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zaqar.store.value.Type;
import zaqar.store.value.Value;

/** A process is killed while it writes, again and again on the same data. */
@Timeout(300)
class KilledStoreTest {
  private static final int LIVES = 5;
  private static final int THREADS = 4;
  private static final Definition TABLE =
      new Definition(
          "pairs",
          "id",
          Instant.EPOCH,
          List.of(new Key("k", Type.S)),
          new KeySchema(new Key("k", Type.S), Optional.empty()),
          true,
          Throughput.ON_DEMAND,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty());

  @TempDir Path folder;

  @Test
  void kill9_losesNothingThatWasAnswered() throws Exception {
    List<String> answered = new ArrayList<>();
    for (int life = 0; life < LIVES; life++) {
      answered.addAll(killedAfter(300 + life * 200, life));
    }
    try (Store store = open(folder.resolve("data"))) {
      Table table = store.table("pairs");
      assertThat(answered).hasSizeGreaterThan(LIVES * 300);
      for (String each : answered) {
        assertThat(table.get(key("a" + each))).as(each).isPresent();
      }
      table
          .scan(Table.Segment.WHOLE, Optional.empty())
          .forEachRemaining(
              item -> assertThat(table.get(other(item))).as("other half").isPresent());
      Stream stream = table.streams().getLast();
      assertThat(stream.next()).as("a change for each").isEqualTo(table.count());
      assertThat(stream.from(stream.next() - 1, 10)).hasSize(1);
    }
  }

  private static Map<String, Value> key(String text) {
    return Map.of("k", new Value.S(text));
  }

  private static Map<String, Value> other(Item item) {
    String text = ((Value.S) item.attributes().get("k")).text();
    return key((text.charAt(0) == 'a' ? "b" : "a") + text.substring(1));
  }

  /** What a process has answered before it was killed. */
  private List<String> killedAfter(int answers, int life) throws Exception {
    Path output = folder.resolve("output-" + life);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.resolve("data").toString(),
                Integer.toString(life))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      while (Files.readAllLines(output).size() < answers) {
        assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
        Thread.sleep(20);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    // The last line may be torn.
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n')).lines().toList();
  }

  private static Store open(Path data) throws IOException {
    return Store.onDisk(Clock.systemUTC(), data, false, Duration.ofMillis(50));
  }

  /** Writes pairs of items, and prints the name of each pair that was answered. */
  static final class Victim {
    private Victim() {}

    /** Takes the folder of the data, and the number of this life. */
    public static void main(String[] arguments) throws IOException {
      Store store = open(Path.of(arguments[0]));
      if (store.find("pairs").isEmpty()) {
        Table table = store.create(TABLE);
        store.beginStream(table, Definition.View.KEYS_ONLY);
      }
      for (int i = 0; i < THREADS; i++) {
        String name = "-" + arguments[1] + "-" + i + "-";
        Thread.ofPlatform().start(() -> write(store, name));
      }
    }

    private static void write(Store store, String name) {
      for (int i = 0; true; i++) {
        store.write(List.of(put("a" + name + i), put("b" + name + i)));
        System.out.println(name + i);
      }
    }

    private static Action put(String text) {
      return new Action("pairs", key(text), new Action.Kind.Put(), Optional.empty(), false);
    }
  }
}
