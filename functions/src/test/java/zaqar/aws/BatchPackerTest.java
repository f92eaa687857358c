// SPDX-License-Identifier: Apache-2.0
package zaqar.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchPackerTest {
  private static List<List<String>> pack(String... entries) {
    List<List<String>> calls = new ArrayList<>();
    BatchPacker<String> packing = new BatchPacker<>(3, 12, calls::add);
    Arrays.stream(entries).forEach(entry -> packing.add(entry, BatchPacker.bytes(entry)));
    packing.finish();
    return calls;
  }

  @Test
  void calls_holdSoManyEntries() {
    assertThat(pack("a", "b", "c", "d")).containsExactly(List.of("a", "b", "c"), List.of("d"));
  }

  @Test
  void calls_holdSoManyBytesInAll() {
    assertThat(pack("123456", "123456", "1"))
        .containsExactly(List.of("123456", "123456"), List.of("1"));
  }

  /** Counted as characters, all three would be one call of 9. */
  @Test
  void bytes_areThoseOfUtf8() {
    assertThat(pack("\u4e2d\u4e2d\u4e2d", "\u00e9\u00e9", "\ud83d\ude00"))
        .containsExactly(List.of("\u4e2d\u4e2d\u4e2d"), List.of("\u00e9\u00e9", "\ud83d\ude00"));
  }

  @Test
  void entry_thatIsTooLargeTakesNoOtherWithIt() {
    assertThat(pack("a", "1234567890123", "b"))
        .containsExactly(List.of("a"), List.of("1234567890123"), List.of("b"));
  }

  @Test
  void nothing_isNoCall() {
    assertThat(pack()).isEmpty();
  }
}
