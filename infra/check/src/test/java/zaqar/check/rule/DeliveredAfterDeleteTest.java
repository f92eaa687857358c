// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.DELIVERED_AFTER_DELETE;

import org.junit.jupiter.api.Test;

class DeliveredAfterDeleteTest {
  private static Tale deleted() {
    return new Tale().at(0, 1).post("a").at(2, 3).delete("a");
  }

  @Test
  void message_thatWasDeletedIsDelivered() {
    assertThat(deleted().at(3.1, 4).page("a").broken()).containsExactly(DELIVERED_AFTER_DELETE);
    assertThat(deleted().at(3.1, 4).claim("c", "a").broken())
        .containsExactly(DELIVERED_AFTER_DELETE);
    assertThat(deleted().at(3.1, 4).pop("a").broken()).containsExactly(DELIVERED_AFTER_DELETE);
  }

  @Test
  void message_mayBeDeliveredWhileItIsDeleted() {
    assertThat(deleted().at(2.9, 4).page("a").broken()).isEmpty();
    assertThat(deleted().at(2.9, 4).claim("c", "a").broken()).isEmpty();
  }

  @Test
  void message_whoseDeletionWasNotAnsweredMayBeDelivered() {
    assertThat(new Tale().at(0, 1).post("a").since(2).delete("a").at(9, 10).page("a").broken())
        .isEmpty();
    assertThat(
            new Tale()
                .at(0, 1)
                .post("a")
                .at(2, 3)
                .refused(503)
                .delete("a")
                .at(9, 10)
                .page("a")
                .broken())
        .isEmpty();
  }

  @Test
  void message_thatWasPoppedIsDelivered() {
    assertThat(new Tale().at(0, 1).post("a").at(2, 3).pop("a").at(4, 5).page("a").broken())
        .containsExactly(DELIVERED_AFTER_DELETE);
    assertThat(new Tale().at(0, 1).post("a").at(2, 3).pop("a").at(2, 5).page("a").broken())
        .isEmpty();
  }

  @Test
  void message_thatWasPurgedIsDelivered() {
    assertThat(new Tale().at(0, 1).post("a").at(2, 3).purge().at(4, 5).page("a").broken())
        .containsExactly(DELIVERED_AFTER_DELETE);
    assertThat(new Tale().at(0, 1).post("a").at(2, 3).deleteQueue().at(4, 5).page("a").broken())
        .containsExactly(DELIVERED_AFTER_DELETE);
    assertThat(new Tale().at(0, 2.5).post("a").at(2, 3).purge().at(4, 5).page("a").broken())
        .isEmpty();
  }

  @Test
  void message_isFoundByItsIdAfterItsDeletion() {
    String found = "{'id':'A','body':{'token':'a'}}".replace('\'', '"');
    assertThat(deleted().at(4, 5).other("GET", "/messages/A", found).broken())
        .containsExactly(DELIVERED_AFTER_DELETE);
  }

  @Test
  void message_thatWasDeletedIsClaimedWhileItsClaimWouldHold() {
    Tale tale = new Tale().at(0, 1).post("a").at(2, 3).claim("c", "a").at(4, 5).delete("a", "c");
    assertThat(tale.at(6, 7).claim("d", "a").broken()).containsExactly(DELIVERED_AFTER_DELETE);
  }
}
