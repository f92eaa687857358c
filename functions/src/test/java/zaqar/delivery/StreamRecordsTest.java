package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.Format;
import zaqar.dynamodb.UnknownFormat;
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

  private static List<Announcer.Posted> read(Map<String, AttributeValue> image) {
    DynamodbStreamRecord insert = new DynamodbStreamRecord();
    insert.setEventName("INSERT");
    insert.setDynamodb(new StreamRecord().withNewImage(image));
    return StreamRecords.messages(List.of(insert));
  }

  @Test
  void message_comesWithTheRequestThatPostedIt() {
    Map<String, AttributeValue> image = image(Format.WRITTEN);
    image.put("r", bytes(REQUEST.bytes()));

    assertThat(Announced.of(read(image).getFirst().message()).request()).contains(REQUEST);
  }

  @Test
  void message_ofTheFirstReleaseHasNoRequest() {
    Announced announced = Announced.of(read(image(1)).getFirst().message());

    assertThat(announced.request()).isEmpty();
    assertThat(announced.body().orElseThrow().text()).isEqualTo("7");
  }

  /** So that its batch comes again, until it comes to a release that knows it. */
  @Test
  void message_ofALaterReleaseIsNotAnnouncedInPart() {
    assertThatThrownBy(() -> read(image(Format.NEWEST + 1))).isInstanceOf(UnknownFormat.class);
  }
}
