// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a function has come in each shard of a stream, in a file that is replaced whole. Another
 * stream, as a new table has, begins anew.
 */
final class Positions {
  /** Stands for what is written from now on. */
  static final String LATEST = "LATEST";

  private static final String END = "END";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final State state;

  private record State(String stream, Map<String, String> shards) {}

  private Positions(Path file, State state) {
    this.file = file;
    this.state = state;
  }

  /** Reads what an earlier run left, or else begins with {@code shards}. */
  static Positions open(Path file, String stream, Map<String, String> shards) {
    try {
      if (Files.exists(file)) {
        State earlier = JSON.readValue(file.toFile(), State.class);
        if (earlier.stream().equals(stream)) {
          return new Positions(file, earlier);
        }
      }
      Positions positions = new Positions(file, new State(stream, new HashMap<>(shards)));
      Files.createDirectories(file.resolveSibling("."));
      positions.save();
      return positions;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the positions in " + file, e);
    }
  }

  /** The last record of a shard that is done, or {@link #LATEST}; empty for its start. */
  Optional<String> after(String shard) {
    return Optional.ofNullable(state.shards().get(shard));
  }

  boolean isDone(String shard) {
    return END.equals(state.shards().get(shard));
  }

  void advance(String shard, String sequenceNumber) {
    state.shards().put(shard, sequenceNumber);
    save();
  }

  void end(String shard) {
    advance(shard, END);
  }

  /** Forgets the shards that are gone. */
  void keep(List<String> shards) {
    if (state.shards().keySet().retainAll(shards)) {
      save();
    }
  }

  private void save() {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      JSON.writeValue(next.toFile(), state);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the positions to " + file, e);
    }
  }
}
