// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/**
 * A record of a stream.
 *
 * @param sequenceNumber its place in its shard
 * @param created when the table changed
 * @param json as functions and filters see it
 */
record Change(String sequenceNumber, Instant created, ObjectNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What can have happened. */
  static final Set<String> EVENTS = Set.of("INSERT", "MODIFY", "REMOVE");

  static Change of(Record record, String streamArn) {
    StreamRecord stream = record.dynamodb();
    ObjectNode change = JSON.createObjectNode();
    change.put(
        "ApproximateCreationDateTime", stream.approximateCreationDateTime().getEpochSecond());
    put(change, "Keys", stream.keys());
    put(change, "NewImage", stream.newImage());
    put(change, "OldImage", stream.oldImage());
    change.put("SequenceNumber", stream.sequenceNumber());
    change.put("SizeBytes", stream.sizeBytes());
    change.put("StreamViewType", stream.streamViewTypeAsString());
    ObjectNode json = JSON.createObjectNode();
    json.put("eventID", record.eventID());
    json.put("eventName", eventName(record));
    json.put("eventVersion", record.eventVersion());
    json.put("eventSource", "aws:dynamodb");
    json.put("awsRegion", record.awsRegion());
    if (record.userIdentity() != null) {
      json.putObject("userIdentity")
          .put("principalId", record.userIdentity().principalId())
          .put("type", record.userIdentity().type());
    }
    json.set("dynamodb", change);
    json.put("eventSourceARN", streamArn);
    return new Change(stream.sequenceNumber(), stream.approximateCreationDateTime(), json);
  }

  /** Of a record as the store of this process has it, in DynamoDB's own JSON. */
  static Change of(ObjectNode record, String streamArn) {
    record.put("eventSource", "aws:dynamodb").put("eventSourceARN", streamArn);
    if (record.get("userIdentity") instanceof ObjectNode identity) {
      record
          .putObject("userIdentity")
          .put("principalId", identity.get("PrincipalId").asText())
          .put("type", identity.get("Type").asText());
    }
    JsonNode change = record.get("dynamodb");
    return new Change(
        change.get("SequenceNumber").asText(),
        Instant.ofEpochSecond(change.get("ApproximateCreationDateTime").asLong()),
        record);
  }

  /** What DynamoDB Local deletes because it has expired comes under a name of its own. */
  private static String eventName(Record record) {
    String name = record.eventNameAsString();
    return EVENTS.contains(name) ? name : "REMOVE";
  }

  private static void put(ObjectNode change, String name, Map<String, AttributeValue> item) {
    if (!item.isEmpty()) {
      change.set(name, item(item));
    }
  }

  private static ObjectNode item(Map<String, AttributeValue> item) {
    ObjectNode json = JSON.createObjectNode();
    item.forEach((name, value) -> json.set(name, value(value)));
    return json;
  }

  private static JsonNode value(AttributeValue value) {
    ObjectNode json = JSON.createObjectNode();
    switch (value.type()) {
      case S -> json.put("S", value.s());
      case N -> json.put("N", value.n());
      case B -> json.put("B", text(value.b()));
      case BOOL -> json.put("BOOL", value.bool());
      case NUL -> json.put("NULL", value.nul());
      case SS -> value.ss().forEach(json.putArray("SS")::add);
      case NS -> value.ns().forEach(json.putArray("NS")::add);
      case BS -> json.putArray("BS").addAll(JSON.<ArrayNode>valueToTree(texts(value.bs())));
      case M -> json.set("M", item(value.m()));
      case L -> json.putArray("L").addAll(value.l().stream().map(Change::value).toList());
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("no such value: " + value);
    }
    return json;
  }

  private static List<String> texts(List<SdkBytes> all) {
    return all.stream().map(Change::text).toList();
  }

  private static String text(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }
}
