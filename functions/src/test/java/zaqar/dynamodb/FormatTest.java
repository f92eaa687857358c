package zaqar.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class FormatTest {
  private static Map<String, AttributeValue> item(long version) {
    return Map.of("v", Attributes.number(version));
  }

  @Test
  void release_readsWhatItWritesAndAllThatIsOlder() {
    assertThat(Format.WRITTEN).isBetween(1, Format.NEWEST);
    for (int version = 1; version <= Format.NEWEST; version++) {
      assertThat(Format.require("an item", item(version))).isEqualTo(item(version));
    }
    assertThat(Format.isKnown(Map.of("v", Format.written()))).isTrue();
    assertThat(Format.isKnown(Map.of())).as("without a version").isTrue();
  }

  @Test
  void item_ofALaterReleaseIsRefused() {
    assertThat(Format.isKnown(item(Format.NEWEST + 1L))).isFalse();
    assertThatThrownBy(() -> Format.require("an item", item(Format.NEWEST + 1L)))
        .isInstanceOf(UnknownFormat.class)
        .hasMessageStartingWith("an item ");
  }
}
