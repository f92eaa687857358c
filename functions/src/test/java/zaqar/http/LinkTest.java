// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract 2.7. */
class LinkTest {
  @Test
  void link_withoutParametersIsItsPath() {
    assertThat(new Link("/v2/queues")).hasToString("/v2/queues");
    assertThat(new Link("/v2/queues").with(Map.of())).hasToString("/v2/queues");
  }

  @Test
  void parameters_keepTheirOrder() {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("b", "2");
    more.put("a", "1");

    assertThat(new Link("/v2/queues").with("limit", 10).with("detailed", true).with(more))
        .hasToString("/v2/queues?limit=10&detailed=true&b=2&a=1");
  }

  @Test
  void parameters_areEncodedWhateverTheyHold() {
    assertThat(new Link("/v2/queues").with("a&b=", "ü=?#,%"))
        .hasToString("/v2/queues?a%26b%3D=%C3%BC%3D%3F%23%2C%25");
  }
}
