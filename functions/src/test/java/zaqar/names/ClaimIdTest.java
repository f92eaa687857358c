// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimIdTest {
  @Test
  void id_survivesItsTextForm() {
    assertThat(Stream.of(Ulid.MIN, Ulid.MAX, Ulid.fast()).map(ClaimId::new))
        .allSatisfy(id -> assertThat(ClaimId.parse(id.toString())).contains(id));
  }

  @Test
  void id_isSafeInAnHref() {
    assertThat(new ClaimId(Ulid.fast()).toString()).matches("[0-9a-z]{26}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "invalid",
        "51db6f78c508f17ddc924357",
        "01kdvwsz00abcdefghjkmnpqr",
        "01kdvwsz00abcdefghjkmnpqrs0",
        "01KDVWSZ00ABCDEFGHJKMNPQRS",
        "01kdvwsz00abcdefghjkmnpqru",
        "81kdvwsz00abcdefghjkmnpqrs",
        "01kdvwsz00abcdefghjkmnpqrs\n"
      })
  void garbage_isNoId(String text) {
    assertThat(ClaimId.parse(text)).isEmpty();
  }
}
