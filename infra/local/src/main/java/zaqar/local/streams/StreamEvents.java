// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes events of records: the same as Lambda's own reader makes of their text. */
final class StreamEvents {
  private StreamEvents() {}

  static DynamodbEvent of(List<Change> batch) {
    List<DynamodbStreamRecord> records = new ArrayList<>(batch.size());
    batch.forEach(change -> records.add(record(change.json())));
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(records);
    return event;
  }

  private static DynamodbStreamRecord record(JsonNode json) {
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventID(text(json, "eventID"));
    record.setEventName(text(json, "eventName"));
    record.setEventVersion(text(json, "eventVersion"));
    record.setEventSource(text(json, "eventSource"));
    record.setAwsRegion(text(json, "awsRegion"));
    record.setEventSourceARN(text(json, "eventSourceARN"));
    record.setDynamodb(change(json.path("dynamodb")));
    JsonNode identity = json.get("userIdentity");
    if (identity != null) {
      Identity user = new Identity();
      user.setPrincipalId(text(identity, "principalId"));
      user.setType(text(identity, "type"));
      record.setUserIdentity(user);
    }
    return record;
  }

  private static StreamRecord change(JsonNode json) {
    StreamRecord change = new StreamRecord();
    change.setApproximateCreationDateTime(
        Date.from(Instant.ofEpochSecond(json.path("ApproximateCreationDateTime").asLong())));
    change.setKeys(item(json.get("Keys")));
    change.setNewImage(item(json.get("NewImage")));
    change.setOldImage(item(json.get("OldImage")));
    change.setSequenceNumber(text(json, "SequenceNumber"));
    change.setSizeBytes(json.path("SizeBytes").asLong());
    String view = text(json, "StreamViewType");
    if (view != null) {
      change.setStreamViewType(StreamViewType.fromValue(view));
    }
    return change;
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).textValue();
  }

  private static @Nullable Map<String, AttributeValue> item(@Nullable JsonNode json) {
    if (json == null) {
      return null;
    }
    Map<String, AttributeValue> item = LinkedHashMap.newLinkedHashMap(json.size());
    json.properties().forEach(each -> item.put(each.getKey(), value(each.getValue())));
    return item;
  }

  private static AttributeValue value(JsonNode json) {
    AttributeValue value = new AttributeValue();
    Map.Entry<String, JsonNode> only = json.properties().iterator().next();
    JsonNode of = only.getValue();
    switch (only.getKey()) {
      case "S" -> value.setS(of.textValue());
      case "N" -> value.setN(of.textValue());
      case "B" -> value.setB(bytes(of));
      case "BOOL" -> value.setBOOL(of.booleanValue());
      case "NULL" -> value.setNULL(of.booleanValue());
      case "SS" -> value.setSS(all(of, JsonNode::textValue));
      case "NS" -> value.setNS(all(of, JsonNode::textValue));
      case "BS" -> value.setBS(all(of, StreamEvents::bytes));
      case "L" -> value.setL(all(of, StreamEvents::value));
      case "M" -> value.setM(item(of));
      default -> throw new IllegalStateException("no such value: " + json);
    }
    return value;
  }

  private static <T> List<T> all(JsonNode array, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>(array.size());
    array.forEach(each -> all.add(read.apply(each)));
    return all;
  }

  private static ByteBuffer bytes(JsonNode base64) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64.textValue()));
  }
}
