// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.Shard;

class PositionsTest {
  @TempDir Path folder;

  @Test
  void open_findsWhatWasLeft() {
    Positions positions = open("stream");
    positions.advance("a", "17");
    positions.end("b");

    assertThat(open("stream").after("a")).contains("17");
    assertThat(open("stream").isDone("b")).isTrue();
    assertThat(open("stream").after("c")).isEmpty();
  }

  @Test
  void open_ofAnotherStreamBeginsAnew() {
    open("stream").advance("a", "17");

    assertThat(open("another").after("a")).isEmpty();
    assertThat(open("another").after("first")).contains(Positions.LATEST);
  }

  @Test
  void keep_forgetsShardsThatAreGone() {
    Positions positions = open("stream");
    positions.advance("a", "17");
    positions.keep(List.of("b"));

    assertThat(open("stream").after("a")).isEmpty();
  }

  @Test
  void ready_areShardsWhoseParentIsDoneOrGone() {
    Positions positions = open("stream");
    List<Shard> shards =
        List.of(
            shard("done", null), shard("open", "done"), shard("child", "open"), shard("x", "?"));
    positions.end("done");

    assertThat(Stream.ready(shards, positions)).containsExactly("open", "x");
  }

  private static Shard shard(String id, String parent) {
    return Shard.builder().shardId(id).parentShardId(parent).build();
  }

  private Positions open(String stream) {
    return Positions.open(
        folder.resolve("positions/file"), stream, Map.of("first", Positions.LATEST));
  }
}
