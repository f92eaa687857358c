// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.f4b6a3.ulid.Ulid;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {
  private static final Ulid ULID = Ulid.from("01kdvwsz00abcdefghjkmnpqrs");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 63, 127, 128, 255})
  void id_survivesItsTextForm(int shard) {
    MessageId id = new MessageId(ULID, shard);

    assertThat(id.toString()).matches("[0-9a-z]{28}").startsWith("01kdvwsz00abcdefghjkmnpqrs");
    assertThat(MessageId.parse(id.toString())).contains(id);
  }

  @Test
  void id_survivesItsTextFormAtBothEnds() {
    assertThat(Stream.of(new MessageId(Ulid.MIN, 0), new MessageId(Ulid.MAX, 255)))
        .allSatisfy(id -> assertThat(MessageId.parse(id.toString())).contains(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "a",
        "51db6f78c508f17ddc924357",
        "01kdvwsz00abcdefghjkmnpqrs",
        "01kdvwsz00abcdefghjkmnpqrs0",
        "01kdvwsz00abcdefghjkmnpqrs000",
        "01kdvwsz00abcdefghjkmnpqrs0g",
        "01kdvwsz00abcdefghjkmnpqrs0A",
        "01KDVWSZ00ABCDEFGHJKMNPQRS00",
        "01kdvwsz00abcdefghjkmnpqri00",
        "81kdvwsz00abcdefghjkmnpqrs00",
        "01kdvwsz00abcdefghjkmnpqrs00\n",
        " 01kdvwsz00abcdefghjkmnpqrs00"
      })
  void garbage_isNoId(String text) {
    assertThat(MessageId.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void shard_fitsOneByte(int shard) {
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageId(ULID, shard));
  }

  @Test
  void ids_sortByTimeThenByShard() {
    MessageId first = new MessageId(ULID, 9);
    MessageId second = new MessageId(ULID.increment(), 1);
    MessageId third = new MessageId(ULID.increment(), 2);

    assertThat(Stream.of(third, second, first).sorted()).containsExactly(first, second, third);
  }
}
