// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.http.Json;

class ReceiverTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example, HTTPS://A.example:443/#b",
    "http://a.example/b?c, http://a.example:80/b?c#d",
    "https://bücher.example/, https://XN--BCHER-KVA.example",
    "mailto:a@b.example, mailto://a@b.example",
    "mailto:a@b.example, MAILTO:A%40b.example?subject=c"
  })
  void address_isTheSameForAllThatLeadsThere(String one, String other) {
    assertThat(Receiver.address(other)).isEqualTo(Receiver.address(one));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/, http://a.example/",
    "https://a.example/, https://a.example:8443/",
    "https://a.example/b, https://a.example/B",
    "https://a.example/?b, https://a.example/?c",
    "https://my_host/, https://your_host/",
    "mailto:a@b.example, mailto:c@b.example"
  })
  void address_isAnotherElsewhere(String one, String other) {
    assertThat(Receiver.address(other)).isNotEqualTo(Receiver.address(one));
  }

  @Test
  void plainReceiver_hasNothingOfWhatWhoeverSubscribedItWants() {
    ObjectNode options = Json.object().put("subject", "Win").put("post_data", "x");

    Receiver plain =
        new Receiver("mailto:a@b.example?subject=Win", options, List.of("whsec_")).plain();

    assertThat(plain.uri()).isEqualTo("mailto:a@b.example");
    assertThat(plain.options()).isEmpty();
    assertThat(plain.secrets()).containsExactly("whsec_");
  }
}
