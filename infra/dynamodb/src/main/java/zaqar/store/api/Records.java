// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import zaqar.store.table.Change;
import zaqar.store.table.Definition;
import zaqar.store.table.Item;
import zaqar.store.table.Stream;
import zaqar.store.table.Table;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;
import zaqar.store.value.ValueJson;

/** The records of streams, in DynamoDB's JSON. */
public final class Records {
  /** The only shard of each stream. */
  public static final String SHARD = "shardId-00000001000000000000-00000001";

  /** Of a sequence number, after its first. */
  private static final int DIGITS = 21;

  /** An id has twice the bits of a number. */
  private static final String UPPER_HALF = "0".repeat(Long.BYTES * 2);

  private Records() {}

  /** A sequence number has 21 digits at least. */
  static String number(long number) {
    String digits = Long.toString(number);
    return "1" + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** The place that a sequence number stands for. */
  public static long place(String number) {
    try {
      return Long.parseLong(number.substring(1));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw Refusal.invalid("Invalid SequenceNumber: " + number);
    }
  }

  /** A record as GetRecords returns it. */
  public static ObjectNode json(Change change, Table table, Stream stream) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("eventID", UPPER_HALF + HexFormat.of().toHexDigits(change.number()))
        .put("eventName", change.event())
        .put("eventVersion", "1.1")
        .put("eventSource", "aws:dynamodb")
        .put("awsRegion", "us-east-1");
    if (change.isExpiry()) {
      json.putObject("userIdentity")
          .put("PrincipalId", "dynamodb.amazonaws.com")
          .put("Type", "Service");
    }
    ObjectNode record =
        json.putObject("dynamodb")
            .put("ApproximateCreationDateTime", change.time().getEpochSecond())
            .put("SequenceNumber", number(change.number()))
            .put("StreamViewType", stream.view().name());
    Map<String, Value> keys = table.definition().keys().of(change.either().attributes());
    record.set("Keys", ValueJson.write(keys));
    int size = Value.size(keys);
    Definition.View view = stream.view();
    if (view.showsNew()) {
      size += image(record, "NewImage", change.after());
    }
    if (view.showsOld()) {
      size += image(record, "OldImage", change.before());
    }
    record.put("SizeBytes", size);
    return json;
  }

  private static int image(ObjectNode record, String name, Optional<Item> item) {
    item.ifPresent(it -> record.set(name, ValueJson.write(it.attributes())));
    return item.map(Item::size).orElse(0);
  }
}
