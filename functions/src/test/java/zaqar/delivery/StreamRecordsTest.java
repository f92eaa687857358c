// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.http.Json;
import zaqar.names.RequestId;

class StreamRecordsTest {
  private static final RequestId REQUEST = new RequestId(new UUID(1, 2));

  private static Map<String, AttributeValue> image(int version) {
    Map<String, AttributeValue> image = new HashMap<>();
    image.put("p", bytes(new byte[18]));
    image.put("i", bytes(new byte[16]));
    image.put("v", number(version));
    image.put("t", number(300));
    image.put("x", number(1_000));
    image.put("a", bytes(new byte[16]));
    image.put("u", number(0));
    image.put("n", number(0));
    image.put("b", bytes(new byte[] {'7'}));
    return image;
  }

  private static AttributeValue bytes(byte[] bytes) {
    return new AttributeValue().withB(ByteBuffer.wrap(bytes));
  }

  private static AttributeValue number(int number) {
    return new AttributeValue().withN(Integer.toString(number));
  }

  private static DynamodbStreamRecord insert(Map<String, AttributeValue> image) {
    DynamodbStreamRecord insert = new DynamodbStreamRecord();
    insert.setEventName("INSERT");
    insert.setDynamodb(new StreamRecord().withSequenceNumber("7").withNewImage(image));
    return insert;
  }

  private static StreamEntry read(Map<String, AttributeValue> image) {
    return StreamRecords.messages(List.of(insert(image))).getFirst();
  }

  private static AnnouncedMessage announced(Map<String, AttributeValue> image) {
    return AnnouncedMessage.of(((StreamEntry.Posted) read(image)).message());
  }

  @Test
  void message_comesWithTheRequestThatPostedIt() {
    Map<String, AttributeValue> image = image(1);
    image.put("r", bytes(REQUEST.bytes()));

    assertThat(announced(image).request()).contains(REQUEST);
  }

  @Test
  void message_ofTheFirstReleaseHasNoRequest() {
    AnnouncedMessage announced = announced(image(1));

    assertThat(announced.request()).isEmpty();
    assertThat(announced.body().orElseThrow().text()).isEqualTo("7");
  }

  @Test
  void message_thatCannotBeReadDoesNotHideTheOthers() {
    Map<String, AttributeValue> broken = image(1);
    broken.remove("x");
    Map<String, AttributeValue> whole = image(1);

    List<StreamEntry> heard =
        StreamRecords.messages(List.of(insert(whole), insert(broken), insert(whole)));

    assertThat(heard)
        .extracting(StreamEntry::getClass)
        .containsExactly(
            StreamEntry.Posted.class, StreamEntry.Unreadable.class, StreamEntry.Posted.class);
    assertThat(heard.get(1).place().sequenceNumber()).isEqualTo("7");
  }

  /** SQS refuses such characters, and EventBridge need not leave them escaped. */
  @ParameterizedTest
  @ValueSource(strings = {"\"\uFFFF\"", "\"\uFFFE\""})
  void message_withNoncharactersTravelsWithoutThem(String body) {
    Map<String, AttributeValue> image = image(1);
    image.put("b", bytes(body.getBytes(StandardCharsets.UTF_8)));

    String written = Json.write(announced(image).write());

    assertThat(written).doesNotContain("\uFFFE", "\uFFFF");
    assertThat(AnnouncedMessage.read(Json.parse(written)).body().orElseThrow().text())
        .isEqualTo(body);
  }
}
