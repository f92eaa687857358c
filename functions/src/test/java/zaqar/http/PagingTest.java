// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static zaqar.http.Requests.query;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
  @Test
  void limit_isAsGivenOrTheDefault() {
    assertThat(Paging.limit(query(), 10, 20)).isEqualTo(10);
    assertThat(Paging.limit(query("limit", "1"), 10, 20)).isEqualTo(1);
    assertThat(Paging.limit(query("limit", "20"), 10, 20)).isEqualTo(20);
  }

  @Test
  void limit_byDefaultIsNeverMoreThanTheMost() {
    assertThat(Paging.limit(query(), 10, 5)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "21", "200", "2147483648", "x"})
  void limit_outsideItsRangeIsABadRequest(String limit) {
    assertThatThrownBy(() -> Paging.limit(query("limit", limit), 10, 20))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
  }

  @Test
  void links_areOneToTheNextPageOrNone() {
    assertThat(Json.write(Paging.links(Optional.of("/v2/queues?marker=a&limit=5"))))
        .isEqualTo("[{\"rel\":\"next\",\"href\":\"/v2/queues?marker=a&limit=5\"}]");
    assertThat(Json.write(Paging.links(Optional.empty()))).isEqualTo("[]");
  }
}
