// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import zaqar.store.value.Value;

class KeyBytesTest {
  @Property
  void numbers_sortAsNumbers(
      @ForAll @BigRange(min = "-1000", max = "1000") @Scale(3) BigDecimal one,
      @ForAll @BigRange(min = "-1000", max = "1000") @Scale(3) BigDecimal other) {
    assertThat(
            Integer.signum(
                Arrays.compareUnsigned(
                    KeyBytes.of(new Value.N(one)), KeyBytes.of(new Value.N(other)))))
        .isEqualTo(one.compareTo(other));
  }

  @Property
  void prefixes_haveAnEnd(@ForAll byte[] prefix, @ForAll byte[] rest) {
    byte[] end = KeyBytes.after(prefix);
    byte[] inside = KeyBytes.join(prefix, rest);
    assertThat(end.length == 0 || Arrays.compareUnsigned(inside, end) < 0).isTrue();
  }
}
