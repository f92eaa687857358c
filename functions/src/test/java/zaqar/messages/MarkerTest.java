// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.names.MessageId;

class MarkerTest {
  private static Ulid id(int time, int number) {
    return new Ulid(Ulid.min(time).getMostSignificantBits(), number);
  }

  @Test
  void marker_survivesItsTextForm() {
    Marker marker = Marker.START.advance(List.of(id(1, 5), id(9, 6)), id(9, 6), Ulid.min(4), true);

    assertThat(Marker.parse(marker.toString())).contains(marker);
    assertThat(marker.toString()).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void marker_isSafeUpToTheSettledPointAndNamesWhatLiesAfter() {
    Marker marker = Marker.START.advance(List.of(id(1, 5), id(9, 6)), id(9, 6), Ulid.min(4), true);

    assertThat(marker.safePoint()).isEqualTo(Ulid.min(4));
    assertThat(marker.hasSeen(id(9, 6))).isTrue();
    assertThat(marker.hasSeen(id(8, 7))).as("a late message between").isFalse();
  }

  @Test
  void marker_neverPassesTheFrontier() {
    Marker marker = Marker.START.advance(List.of(id(1, 5)), id(1, 5), Ulid.min(100), true);

    assertThat(marker.safePoint()).isEqualTo(id(1, 5));
    assertThat(marker.seen()).isEmpty();
  }

  @Test
  void marker_keepsWhatAFullPageDidNotReach() {
    Marker before = new Marker(Ulid.min(1), Set.of(77L));

    Marker after = before.advance(List.of(id(3, 5)), id(3, 5), Ulid.min(2), false);

    assertThat(after.seen()).containsExactlyInAnyOrder(77L, 5L);
  }

  @Test
  void marker_forgetsWhatIsGoneOnceTheEndWasReached() {
    Marker before = new Marker(Ulid.min(1), Set.of(77L));

    Marker after = before.advance(List.of(id(3, 5)), id(3, 5), Ulid.min(2), true);

    assertThat(after.seen()).containsExactly(5L);
  }

  @Test
  void marker_neverGoesBack() {
    Marker before = new Marker(Ulid.min(50), Set.of());

    assertThat(before.advance(List.of(), Ulid.min(10), Ulid.min(20), true).safePoint())
        .isEqualTo(Ulid.min(50));
  }

  @Test
  void marker_withAllItsIdsFitsAUrl() {
    List<Ulid> ids = IntStream.range(0, Marker.MOST_SEEN).mapToObj(n -> id(9, n)).toList();

    assertThat(Marker.START.advance(ids, ids.getLast(), Ulid.min(1), true).toString())
        .hasSizeLessThan(2000);
  }

  @Test
  void marker_canBeAMessageId() {
    MessageId id = new MessageId(Ulid.fast(), 3);

    assertThat(Marker.parse(id.toString())).contains(new Marker(id.ulid(), Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sfhlsfdjh2048", "0", "-1", "99999999999999999999", "AA", "a b", "é"})
  void garbage_isNoMarker(String text) {
    assertThat(Marker.parse(text)).isEmpty();
  }
}
