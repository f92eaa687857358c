// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What makes an instance another release: how it writes messages and bodies, and how it reads what
 * it has written.
 */
record Release(
    UnaryOperator<Map<String, AttributeValue>> written,
    UnaryOperator<Map<String, AttributeValue>> read)
    implements ExecutionInterceptor {
  /** The first, which did not write down which request had posted a message. */
  static Release first() {
    return new Release(item -> without(item, "r"), item -> without(item, "r"));
  }

  private static Map<String, AttributeValue> without(
      Map<String, AttributeValue> item, String name) {
    Map<String, AttributeValue> less = new HashMap<>(item);
    less.remove(name);
    return less;
  }

  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    return switch (context.request()) {
      case BatchWriteItemRequest r -> {
        Map<String, List<WriteRequest>> writes = new HashMap<>();
        r.requestItems()
            .forEach((table, some) -> writes.put(table, some.stream().map(this::write).toList()));
        yield r.toBuilder().requestItems(writes).build();
      }
      case TransactWriteItemsRequest r ->
          r.toBuilder().transactItems(r.transactItems().stream().map(this::write).toList()).build();
      default -> context.request();
    };
  }

  private WriteRequest write(WriteRequest write) {
    return write.putRequest() == null
        ? write
        : WriteRequest.builder()
            .putRequest(p -> p.item(written.apply(write.putRequest().item())))
            .build();
  }

  private TransactWriteItem write(TransactWriteItem write) {
    return write.put() == null
        ? write
        : write.toBuilder()
            .put(write.put().toBuilder().item(written.apply(write.put().item())).build())
            .build();
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes executionAttributes) {
    return switch (context.response()) {
      case QueryResponse r -> r.toBuilder().items(all(r.items())).build();
      case BatchGetItemResponse r -> {
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        r.responses().forEach((table, items) -> found.put(table, all(items)));
        yield r.toBuilder().responses(found).build();
      }
      case BatchExecuteStatementResponse r ->
          r.toBuilder().responses(r.responses().stream().map(this::returned).toList()).build();
      default -> context.response();
    };
  }

  private List<Map<String, AttributeValue>> all(List<Map<String, AttributeValue>> items) {
    return items.stream().map(read).toList();
  }

  private BatchStatementResponse returned(BatchStatementResponse one) {
    if (one.error() == null) {
      return one.toBuilder().item(read.apply(one.item())).build();
    }
    return one.toBuilder()
        .error(one.error().toBuilder().item(read.apply(one.error().item())).build())
        .build();
  }
}
