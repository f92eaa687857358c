package zaqar.delivery;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.messages.MessageItems;

/** Records of the message table's stream: the one adapter to Lambda's event outside HTTP. */
public final class StreamRecords {
  private static final String INSERT = "INSERT";

  private StreamRecords() {}

  /**
   * The messages that were new when these records were written, in their order.
   *
   * @throws zaqar.dynamodb.UnknownFormat if a newer release has written one
   */
  public static List<Announcer.Posted> messages(List<DynamodbStreamRecord> records) {
    return records.stream()
        .filter(record -> INSERT.equals(record.getEventName()))
        .map(record -> record.getDynamodb().getNewImage())
        .filter(image -> image != null && image.containsKey(MessageTable.AUTHOR))
        .map(StreamRecords::posted)
        .toList();
  }

  private static Announcer.Posted posted(Map<String, AttributeValue> image) {
    Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item =
        new HashMap<>();
    image.forEach((name, value) -> item.put(name, convert(value)));
    return new Announcer.Posted(
        Attributes.bytes(item, MessageTable.PARTITION), MessageItems.read(item).requireKnown());
  }

  private static software.amazon.awssdk.services.dynamodb.model.AttributeValue convert(
      AttributeValue value) {
    var converted = software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder();
    if (value.getB() != null) {
      return converted.b(SdkBytes.fromByteBuffer(value.getB())).build();
    }
    return value.getN() != null
        ? converted.n(value.getN()).build()
        : converted.s(value.getS()).build();
  }
}
