// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/**
 * The items of a queue of one shard as the first release wrote them, attribute by attribute. They
 * stay as they are: whatever changes, these have to be read.
 *
 * @param now when they were written
 */
public record GoldenItems(String project, String queue, Instant now) {
  private static final int TTL = 600;
  private static final long BODY_MARGIN = 2 * 24 * 3600;

  private byte[] hash() {
    return new QueueKey(new ProjectId(project), new QueueName(queue)).hash();
  }

  private AttributeValue partition(char kind, int part) {
    return bytes(ByteBuffer.allocate(18).put(hash()).put((byte) kind).put((byte) part).array());
  }

  private static AttributeValue bytes(byte[] bytes) {
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
  }

  private static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  private static byte[] body(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, AttributeValue> message(Ulid id) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("p", partition('m', 0));
    item.put("i", bytes(id.toBytes()));
    item.put("v", number(1));
    item.put("t", number(TTL));
    item.put("x", number(now.getEpochSecond() + TTL));
    item.put("a", bytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
    item.put("u", number(0));
    item.put("n", number(0));
    return item;
  }

  /** A message that nobody has claimed. */
  public Map<String, AttributeValue> plain(Ulid id, String body) {
    Map<String, AttributeValue> item = message(id);
    item.put("b", bytes(body(body)));
    return item;
  }

  /** One that was claimed and released, and that was delayed before. */
  Map<String, AttributeValue> released(Ulid id, String body) {
    Map<String, AttributeValue> item = plain(id, body);
    item.put("u", number(-now.toEpochMilli()));
    item.put("n", number(1));
    item.put("d", number(now.toEpochMilli() - 1000));
    return item;
  }

  /** A dead letter, which is older than its id, with a body that deflates well. */
  Map<String, AttributeValue> letter(Ulid id, byte[] deflated, int length) {
    Map<String, AttributeValue> item = message(id);
    item.put("z", bytes(deflated));
    item.put("l", number(length));
    item.put("w", number(id.getTime() - 5000));
    item.put("n", number(3));
    return item;
  }

  /** One whose body is apart, and its body. */
  List<Map<String, AttributeValue>> apart(Ulid id, String body) {
    AttributeValue expiry = number(now.getEpochSecond() + TTL + BODY_MARGIN);
    Map<String, AttributeValue> item = message(id);
    item.put("l", number(body(body).length));
    item.put("y", expiry);
    Map<String, AttributeValue> bodyItem = new HashMap<>();
    bodyItem.put("p", partition('b', 0));
    bodyItem.put("i", bytes(id.toBytes()));
    bodyItem.put("v", number(1));
    bodyItem.put("x", expiry);
    bodyItem.put("b", bytes(body(body)));
    return List.of(item, bodyItem);
  }

  /** One that a claim holds for five minutes. */
  Map<String, AttributeValue> claimed(Ulid id, Ulid claim, String body) {
    Map<String, AttributeValue> item = plain(id, body);
    item.put("u", number(now.toEpochMilli() + 300_000));
    item.put("c", bytes(claim.toBytes()));
    return item;
  }

  /** The claim on one message. */
  Map<String, AttributeValue> claim(Ulid claim, Ulid message) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("p", partition('c', (int) (claim.getLeastSignificantBits() & 63)));
    item.put("i", bytes(claim.toBytes()));
    item.put("v", number(1));
    item.put("m", bytes(ByteBuffer.allocate(17).put((byte) 0).put(message.toBytes()).array()));
    item.put("t", number(300));
    item.put("w", number(now.toEpochMilli()));
    item.put("x", number(now.getEpochSecond() + 300 + 3600));
    return item;
  }

  /** The queue as listed. */
  Map<String, AttributeValue> listed(String metadata) {
    return Map.of(
        "pk", AttributeValue.fromS("queues/" + project),
        "sk", AttributeValue.fromS(queue),
        "metadata", AttributeValue.fromS(metadata),
        "version", number(now.toEpochMilli()));
  }

  /** Its state. */
  Map<String, AttributeValue> state(String reserved) {
    String hex = new QueueKey(new ProjectId(project), new QueueName(queue)).hexHash();
    return Map.of(
        "pk", AttributeValue.fromS("state/" + hex),
        "sk", AttributeValue.fromS("state"),
        "listed", AttributeValue.fromBool(true),
        "reserved", AttributeValue.fromS(reserved),
        "pool_name", AttributeValue.fromS("default"),
        "message_table", AttributeValue.fromS("MessageTable"));
  }
}
