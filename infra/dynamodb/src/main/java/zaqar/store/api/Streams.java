// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import zaqar.store.table.Change;
import zaqar.store.table.Definition;
import zaqar.store.table.KeySchema;
import zaqar.store.table.Store;
import zaqar.store.table.Stream;
import zaqar.store.table.Table;
import zaqar.store.value.Refusal;

/** The operations on streams, each of which has one shard, unless the store divides it. */
final class Streams {
  private static final int MOST_RECORDS = 1000;
  private static final int MOST_STREAMS = 100;
  private static final Pattern ITERATOR = Pattern.compile("[^|]+\\|[^|]+\\|[0-9]{1,18}");

  private final Store store;

  Streams(Store store) {
    this.store = store;
  }

  private record Found(Table table, Stream stream) {}

  private Found find(String arn) {
    String[] parts = Arns.parseStream(arn);
    Optional<Table> table = store.find(parts[0]);
    return table.map(Table::streams).orElse(List.of()).stream()
        .filter(stream -> stream.label().equals(parts[1]))
        .findFirst()
        .map(stream -> new Found(table.orElseThrow(), stream))
        .orElseThrow(
            () ->
                Refusal.of(
                    "ResourceNotFoundException",
                    "Requested resource not found: Stream: " + arn + " not found"));
  }

  ObjectNode listStreams(Call call) {
    String name = call.text("TableName");
    String after = call.text("ExclusiveStartStreamArn");
    int limit = call.number("Limit").orElse(MOST_STREAMS);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode streams = answer.putArray("Streams");
    String last = null;
    boolean isPastStart = after == null;
    for (Table table : store.tables()) {
      String own = table.definition().name();
      if (name != null && !name.equals(own)) {
        continue;
      }
      for (Stream stream : table.streams()) {
        String arn = Arns.stream(own, stream.label());
        if (!isPastStart) {
          isPastStart = arn.equals(after);
          continue;
        }
        if (streams.size() == limit) {
          answer.put("LastEvaluatedStreamArn", last);
          return answer;
        }
        last = arn;
        streams
            .addObject()
            .put("StreamArn", arn)
            .put("TableName", own)
            .put("StreamLabel", stream.label());
      }
    }
    return answer;
  }

  ObjectNode describeStream(Call call) {
    String arn = call.required("StreamArn");
    Found found = find(arn);
    Stream stream = found.stream();
    Definition definition = found.table().definition();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode description =
        answer
            .putObject("StreamDescription")
            .put("StreamArn", arn)
            .put("StreamLabel", stream.label())
            .put("StreamStatus", stream.isEnabled() ? "ENABLED" : "DISABLED")
            .put("StreamViewType", stream.view().name())
            .put("TableName", definition.name())
            .put("CreationRequestDateTime", definition.created().getEpochSecond());
    description.set("KeySchema", Definitions.write(found.table(), "ACTIVE").get("KeySchema"));
    ArrayNode shards = description.putArray("Shards");
    String after = call.text("ExclusiveStartShardId");
    for (Shard shard : Shard.all(stream, store.changesOfAShard())) {
      if (after == null || shard.id().compareTo(after) > 0) {
        describe(shard, stream, shards.addObject());
      }
    }
    return answer;
  }

  private static void describe(Shard shard, Stream stream, ObjectNode json) {
    json.put("ShardId", shard.id());
    shard.parent().ifPresent(parent -> json.put("ParentShardId", parent.id()));
    ObjectNode range =
        json.putObject("SequenceNumberRange")
            .put("StartingSequenceNumber", Records.number(shard.start()));
    if (stream.next() >= shard.end()) {
      range.put("EndingSequenceNumber", Records.number(shard.end() - 1));
    } else if (!stream.isEnabled()) {
      range.put("EndingSequenceNumber", Records.number(stream.next()));
    }
  }

  ObjectNode getShardIterator(Call call) {
    String arn = call.required("StreamArn");
    Stream stream = find(arn).stream();
    Shard shard = shard(call.required("ShardId"), stream);
    String type = call.required("ShardIteratorType");
    long place =
        switch (type) {
          case "TRIM_HORIZON" -> Math.max(stream.first(), shard.start());
          case "LATEST" -> Math.min(stream.next(), shard.end());
          case "AT_SEQUENCE_NUMBER" -> kept(stream, Records.place(call.required("SequenceNumber")));
          case "AFTER_SEQUENCE_NUMBER" ->
              kept(stream, Records.place(call.required("SequenceNumber")) + 1);
          default ->
              throw Refusal.invalid(
                  "1 validation error detected: Value '"
                      + type
                      + "' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy"
                      + " enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER,"
                      + " TRIM_HORIZON]");
        };
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    return answer.put("ShardIterator", iterator(arn, shard, place));
  }

  private Shard shard(String id, Stream stream) {
    return Shard.find(id, stream, store.changesOfAShard())
        .orElseThrow(
            () ->
                Refusal.of(
                    "ResourceNotFoundException",
                    "Requested resource not found: Shard does not exist"));
  }

  private static long kept(Stream stream, long place) {
    if (place < stream.first()) {
      throw Refusal.of(
          "TrimmedDataAccessException",
          "The operation attempted to read past the oldest stream record in a shard");
    }
    return place;
  }

  /** Begins with the stream's ARN, as DynamoDB's does: LocalStack reads it. */
  private static String iterator(String arn, Shard shard, long place) {
    return arn + "|" + shard.id() + "|" + place;
  }

  ObjectNode getRecords(Call call) {
    String[] iterator = parse(call.required("ShardIterator"));
    Found found = find(iterator[0]);
    Stream stream = found.stream();
    Shard shard = shard(iterator[1], stream);
    long place = kept(stream, Long.parseLong(iterator[2]));
    int limit = Math.min(call.number("Limit").orElse(MOST_RECORDS), MOST_RECORDS);
    boolean isEnabled = stream.isEnabled();
    List<Change> changes = stream.from(place, limit);
    KeySchema keys = found.table().definition().keys();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode records = answer.putArray("Records");
    changes.stream()
        .filter(change -> shard.has(change, keys))
        .forEach(change -> records.add(Records.json(change, found.table(), stream)));
    long next = changes.isEmpty() ? place : changes.getLast().number() + 1;
    if (next < shard.end() && (isEnabled || next < stream.next())) {
      answer.put("NextShardIterator", iterator(iterator[0], shard, next));
    }
    return answer;
  }

  private static String[] parse(String iterator) {
    if (!ITERATOR.matcher(iterator).matches()) {
      throw Refusal.invalid("Invalid ShardIterator");
    }
    return iterator.split("\\|", 3);
  }
}
