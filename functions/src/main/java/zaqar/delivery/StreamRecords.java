// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.messages.MessageItems;

/** Records of the message table's stream: the one adapter to Lambda's event outside HTTP. */
public final class StreamRecords {
  private static final String INSERT = "INSERT";

  private StreamRecords() {}

  /** The messages that were new when these records were written, in their order. */
  public static List<StreamEntry> messages(List<DynamodbStreamRecord> records) {
    return records.stream().filter(StreamRecords::isNewMessage).map(StreamRecords::read).toList();
  }

  /** What Lambda knows the record by. */
  public static String sequenceNumber(DynamodbStreamRecord record) {
    return Objects.requireNonNull(record.getDynamodb().getSequenceNumber());
  }

  private static boolean isNewMessage(DynamodbStreamRecord record) {
    if (!INSERT.equals(record.getEventName())) {
      return false;
    }
    Map<String, AttributeValue> image = record.getDynamodb().getNewImage();
    return image != null && image.containsKey(MessageTable.AUTHOR);
  }

  private static StreamEntry read(DynamodbStreamRecord record) {
    StreamRecord change = record.getDynamodb();
    StreamEntry.Position place =
        new StreamEntry.Position(
            String.valueOf(record.getEventSourceARN()),
            sequenceNumber(record),
            Optional.ofNullable(change.getApproximateCreationDateTime())
                .map(Date::toInstant)
                .orElse(Instant.EPOCH));
    try {
      return posted(place, change.getNewImage());
    } catch (RuntimeException e) {
      return new StreamEntry.Unreadable(place, e);
    }
  }

  private static StreamEntry posted(StreamEntry.Position place, Map<String, AttributeValue> image) {
    Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item =
        new HashMap<>();
    image.forEach((name, value) -> item.put(name, convert(value)));
    return new StreamEntry.Posted(
        place, Attributes.bytes(item, MessageTable.PARTITION), MessageItems.read(item));
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
