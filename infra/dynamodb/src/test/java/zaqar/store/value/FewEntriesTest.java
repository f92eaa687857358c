// SPDX-License-Identifier: Apache-2.0
package zaqar.store.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FewEntriesTest {
  @Property
  void copy_isWhatItIsOf(@ForAll @Size(max = 40) Map<String, Long> numbers) {
    Map<String, Value> map = new HashMap<>();
    numbers.forEach((name, number) -> map.put(name, Value.N.of(number)));

    Map<String, Value> copy = FewEntries.copyOf(map);

    assertThat(copy).isEqualTo(map).hasSameHashCodeAs(map).hasSameSizeAs(map);
    assertThat(map).isEqualTo(copy);
    map.forEach((name, value) -> assertThat(copy.get(name)).isEqualTo(value));
    Map<String, Value> walked = new HashMap<>();
    copy.forEach(walked::put);
    assertThat(walked).isEqualTo(map);
  }

  @Test
  void copy_keepsOrder_andDoesNotChange() {
    Map<String, Value> map = new LinkedHashMap<>();
    map.put("z", Value.N.of(1));
    map.put("a", Value.N.of(2));

    Map<String, Value> copy = FewEntries.copyOf(map);
    map.put("m", Value.N.of(3));

    assertThat(copy.keySet()).containsExactly("z", "a");
    assertThat(copy.containsKey("m")).isFalse();
    assertThat(FewEntries.copyOf(copy)).isSameAs(copy);
    assertThatThrownBy(() -> copy.put("m", Value.N.of(3)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.remove("z")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void namesOfOneKind_areKeptOnce() {
    Value one = Value.N.of(1);
    Map<String, Value> some = FewEntries.copyOf(Map.of(new StringBuilder("kind").toString(), one));
    Map<String, Value> more = FewEntries.copyOf(Map.of(new StringBuilder("kind").toString(), one));

    assertThat(more.keySet().iterator().next()).isSameAs(some.keySet().iterator().next());
  }

  @Test
  void mapsOfOtherNames_areOthers() {
    Value one = Value.N.of(1);

    assertThat(FewEntries.copyOf(Map.of("a", one)))
        .isNotEqualTo(FewEntries.copyOf(Map.of("b", one)));
    assertThat(FewEntries.copyOf(Map.of())).isEmpty();
  }
}
