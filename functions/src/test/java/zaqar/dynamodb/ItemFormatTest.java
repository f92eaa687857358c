// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemFormatTest {
  private static Map<String, AttributeValue> item(long version) {
    return Map.of("v", Attributes.number(version));
  }

  @Test
  void release_readsWhatItWritesAndAllThatIsOlder() {
    assertThat(ItemFormat.WRITTEN).isBetween(1, ItemFormat.NEWEST);
    for (int version = 1; version <= ItemFormat.NEWEST; version++) {
      assertThat(ItemFormat.require("an item", item(version))).isEqualTo(item(version));
    }
    assertThat(ItemFormat.isKnown(Map.of("v", ItemFormat.written()))).isTrue();
    assertThat(ItemFormat.isKnown(Map.of())).as("without a version").isTrue();
  }

  @Test
  void item_ofALaterReleaseIsRefused() {
    assertThat(ItemFormat.isKnown(item(ItemFormat.NEWEST + 1L))).isFalse();
    assertThatThrownBy(() -> ItemFormat.require("an item", item(ItemFormat.NEWEST + 1L)))
        .isInstanceOf(UnknownFormat.class)
        .hasMessageStartingWith("an item ");
  }
}
