// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.DEFAULTS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a claim lengthens the lives of its messages, as far as the shown ttl tells (contract 6.1).
 */
@Against(DEFAULTS)
class GraceContractIT {
  private final Queue queue;

  GraceContractIT(Zaqar zaqar) {
    queue = zaqar.queue();
  }

  @ParameterizedTest
  @CsvSource({
    "60,   300, 100, 400",
    "300,  400, 60,  460",
    "310,  300, 100, 310",
    "3600, 60,  60,  3600",
    "600,  43200, 43200, 86400",
  })
  void claim_lengthensAMessageThatWouldExpireBeforeIt(int ttl, int claimTtl, int grace, int shown) {
    String id = queue.post("{'body': 1, 'ttl': " + ttl + "}").getFirst();
    Claim claim = queue.claim("", "{'ttl': " + claimTtl + ", 'grace': " + grace + "}");

    assertThat(claim.messages().at("/0/ttl").intValue()).isEqualTo(shown);
    assertThat(claim.get().expect(200).json().at("/messages/0/ttl").intValue()).isEqualTo(shown);
    assertThat(ttl(id)).isEqualTo(shown);
  }

  @Test
  void renewal_lengthensAgain() {
    String id = queue.post("{'body': 1, 'ttl': 300}").getFirst();
    Claim claim = queue.claim("", "{'ttl': 60, 'grace': 60}");
    assertThat(ttl(id)).isEqualTo(300);

    claim.renew("{'ttl': 1000, 'grace': 500}").expect(204);
    assertThat(ttl(id)).isEqualTo(1500);
    claim.renew("{'ttl': 60, 'grace': 60}").expect(204);
    assertThat(ttl(id)).isEqualTo(1500);
  }

  @Test
  void release_doesNotShortenAgain() {
    String id = queue.post("{'body': 1, 'ttl': 60}").getFirst();
    queue.claim("", "{'ttl': 300, 'grace': 100}").release();

    assertThat(ttl(id)).isEqualTo(400);
    assertThat(queue.list("?echo=true").at("/0/ttl").intValue()).isEqualTo(400);
    assertThat(queue.pop(1).expect(200).json().at("/messages/0/ttl").intValue()).isEqualTo(400);
  }

  private int ttl(String id) {
    return queue.message("GET", id).expect(200).json().path("ttl").intValue();
  }
}
