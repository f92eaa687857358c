// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.MessageTable;

/**
 * What is sent of a request whose partitions do not take all of it, and what DynamoDB would answer.
 *
 * @param request what is sent
 * @param parts what of it goes to which partition; all of the request if it is refused
 * @param isRefused whether nothing of it is taken
 */
record Split(
    SdkRequest request,
    List<Part> parts,
    boolean isRefused,
    Function<SdkResponse, SdkResponse> answer) {
  private static final int TRANSACTED = 2;

  /** Length of a partition key of the message table. */
  private static final int MESSAGE_PARTITION_BYTES = 18;

  private static final Pattern EQUAL = Pattern.compile(" = (:\\w+)");

  /**
   * Something that is asked of one partition.
   *
   * @param partition its key, in hexadecimal if it is bytes
   */
  record Part(String partition, double units, boolean isRead) {}

  /** Asks for each part of a batch, or for the whole request, whether it is taken. */
  static Split of(SdkRequest request, Predicate<Part> take) {
    return switch (request) {
      case BatchWriteItemRequest r -> of(r, take);
      case BatchExecuteStatementRequest r -> of(r, take);
      case BatchGetItemRequest r -> of(r, take);
      case TransactWriteItemsRequest r ->
          whole(r, r.transactItems().stream().map(Split::part).toList(), take);
      case PutItemRequest r -> whole(r, List.of(write(r.item(), 1)), take);
      case UpdateItemRequest r -> whole(r, List.of(write(r.key(), 1)), take);
      case DeleteItemRequest r -> whole(r, List.of(write(r.key(), 1)), take);
      case GetItemRequest r -> whole(r, List.of(read(r.key())), take);
      case QueryRequest r -> whole(r, List.of(new Part(partition(r), 1, true)), take);
      default -> whole(request, List.of(), take);
    };
  }

  private static Split whole(SdkRequest request, List<Part> parts, Predicate<Part> take) {
    return new Split(request, parts, !parts.stream().allMatch(take), Function.identity());
  }

  private static Part part(TransactWriteItem item) {
    Map<String, AttributeValue> key =
        item.put() != null
            ? item.put().item()
            : item.update() != null
                ? item.update().key()
                : item.delete() != null ? item.delete().key() : item.conditionCheck().key();
    return write(key, TRANSACTED);
  }

  private static Split of(BatchWriteItemRequest request, Predicate<Part> take) {
    String table = request.requestItems().keySet().iterator().next();
    List<WriteRequest> taken = new ArrayList<>();
    List<WriteRequest> left = new ArrayList<>();
    for (WriteRequest write : request.requestItems().get(table)) {
      (take.test(part(write)) ? taken : left).add(write);
    }
    if (taken.isEmpty()) {
      return refused(request, left.stream().map(Split::part).toList());
    }
    return new Split(
        request.toBuilder().requestItems(Map.of(table, taken)).build(),
        taken.stream().map(Split::part).toList(),
        false,
        response ->
            left.isEmpty()
                ? response
                : ((BatchWriteItemResponse) response)
                    .toBuilder().unprocessedItems(Map.of(table, left)).build());
  }

  private static Part part(WriteRequest write) {
    return write(
        write.putRequest() != null ? write.putRequest().item() : write.deleteRequest().key(), 1);
  }

  private static Split of(BatchExecuteStatementRequest request, Predicate<Part> take) {
    List<Boolean> isTaken =
        request.statements().stream().map(statement -> take.test(part(statement))).toList();
    List<BatchStatementRequest> taken = new ArrayList<>();
    for (int i = 0; i < isTaken.size(); i++) {
      if (isTaken.get(i)) {
        taken.add(request.statements().get(i));
      }
    }
    if (taken.isEmpty()) {
      return refused(request, request.statements().stream().map(Split::part).toList());
    }
    return new Split(
        request.toBuilder().statements(taken).build(),
        taken.stream().map(Split::part).toList(),
        false,
        response -> merged((BatchExecuteStatementResponse) response, isTaken));
  }

  /** A statement names its message by the only bytes that are as long as such a partition's key. */
  private static Part part(BatchStatementRequest statement) {
    return statement.parameters().stream()
        .filter(value -> value.b() != null)
        .filter(value -> value.b().asByteArrayUnsafe().length == MESSAGE_PARTITION_BYTES)
        .findFirst()
        .map(partition -> new Part(name(partition), 1, false))
        .orElseThrow();
  }

  private static SdkResponse merged(BatchExecuteStatementResponse response, List<Boolean> isTaken) {
    List<BatchStatementResponse> all = new ArrayList<>();
    int next = 0;
    for (boolean taken : isTaken) {
      all.add(
          taken
              ? response.responses().get(next++)
              : BatchStatementResponse.builder()
                  .error(e -> e.code(BatchStatementErrorCodeEnum.THROTTLING_ERROR))
                  .build());
    }
    return response.toBuilder().responses(all).build();
  }

  private static Split of(BatchGetItemRequest request, Predicate<Part> take) {
    String table = request.requestItems().keySet().iterator().next();
    KeysAndAttributes keys = request.requestItems().get(table);
    List<Map<String, AttributeValue>> taken = new ArrayList<>();
    List<Map<String, AttributeValue>> left = new ArrayList<>();
    keys.keys().forEach(key -> (take.test(read(key)) ? taken : left).add(key));
    if (taken.isEmpty()) {
      return refused(request, left.stream().map(Split::read).toList());
    }
    return new Split(
        request.toBuilder()
            .requestItems(Map.of(table, keys.toBuilder().keys(taken).build()))
            .build(),
        taken.stream().map(Split::read).toList(),
        false,
        response ->
            left.isEmpty()
                ? response
                : ((BatchGetItemResponse) response)
                    .toBuilder()
                        .unprocessedKeys(Map.of(table, keys.toBuilder().keys(left).build()))
                        .build());
  }

  private static Split refused(SdkRequest request, List<Part> parts) {
    return new Split(request, parts, true, Function.identity());
  }

  private static Part write(Map<String, AttributeValue> item, double units) {
    return new Part(partition(item), units, false);
  }

  private static Part read(Map<String, AttributeValue> key) {
    return new Part(partition(key), 1, true);
  }

  private static String partition(Map<String, AttributeValue> item) {
    AttributeValue key = item.get(MessageTable.PARTITION);
    return name(key == null ? item.get(ControlTable.PARTITION) : key);
  }

  /** The partition of a query: the condition says that its key is equal to a value. */
  private static String partition(QueryRequest query) {
    Matcher equal = EQUAL.matcher(query.keyConditionExpression());
    if (!equal.find()) {
      throw new AssertionError("no partition in " + query);
    }
    return name(query.expressionAttributeValues().get(equal.group(1)));
  }

  private static String name(AttributeValue key) {
    return key.b() == null ? key.s() : HexFormat.of().formatHex(key.b().asByteArrayUnsafe());
  }
}
