// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BodiesTest {
  @Test
  void posts_haveSoManyBodiesOfThatLength() throws IOException {
    for (byte[] post : new Bodies(300).posts(10)) {
      JsonNode messages = new ObjectMapper().readTree(post).path("messages");
      assertThat(messages).hasSize(10);
      for (JsonNode message : messages) {
        assertThat(message.path("body").asText()).hasSize(300);
        assertThat(message.path("ttl").asInt()).isPositive();
      }
    }
  }

  @Test
  void texts_differ() {
    assertThat(new Bodies(100).texts(50, 1)).doesNotHaveDuplicates();
  }
}
