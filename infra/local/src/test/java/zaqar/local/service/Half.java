// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The first half of a batch, and what DynamoDB would answer to all of it when it has no capacity
 * for the second.
 */
record Half(SdkRequest request, Function<SdkResponse, SdkResponse> answer) {

  /** Half a batch on one table; empty if the request is no batch, or one of a single item. */
  static Optional<Half> of(SdkRequest request) {
    return switch (request) {
      case BatchWriteItemRequest r -> of(r);
      case BatchExecuteStatementRequest r -> of(r);
      case BatchGetItemRequest r -> of(r);
      default -> Optional.empty();
    };
  }

  private static Optional<Half> of(BatchWriteItemRequest request) {
    String table = request.requestItems().keySet().iterator().next();
    List<WriteRequest> writes = request.requestItems().get(table);
    int half = writes.size() / 2;
    Map<String, List<WriteRequest>> done = Map.of(table, writes.subList(0, half));
    Map<String, List<WriteRequest>> left = Map.of(table, writes.subList(half, writes.size()));
    return unlessEmpty(
        half,
        request.toBuilder().requestItems(done).build(),
        response -> ((BatchWriteItemResponse) response).toBuilder().unprocessedItems(left).build());
  }

  private static Optional<Half> of(BatchExecuteStatementRequest request) {
    List<BatchStatementRequest> statements = request.statements();
    int half = statements.size() / 2;
    return unlessEmpty(
        half,
        request.toBuilder().statements(statements.subList(0, half)).build(),
        response -> {
          BatchExecuteStatementResponse done = (BatchExecuteStatementResponse) response;
          List<BatchStatementResponse> all = new ArrayList<>(done.responses());
          while (all.size() < statements.size()) {
            all.add(
                BatchStatementResponse.builder()
                    .error(e -> e.code(BatchStatementErrorCodeEnum.THROTTLING_ERROR))
                    .build());
          }
          return done.toBuilder().responses(all).build();
        });
  }

  private static Optional<Half> of(BatchGetItemRequest request) {
    String table = request.requestItems().keySet().iterator().next();
    KeysAndAttributes keys = request.requestItems().get(table);
    int half = keys.keys().size() / 2;
    Map<String, KeysAndAttributes> done = new HashMap<>();
    done.put(table, keys.toBuilder().keys(keys.keys().subList(0, half)).build());
    KeysAndAttributes left =
        keys.toBuilder().keys(keys.keys().subList(half, keys.keys().size())).build();
    return unlessEmpty(
        half,
        request.toBuilder().requestItems(done).build(),
        response ->
            ((BatchGetItemResponse) response)
                .toBuilder().unprocessedKeys(Map.of(table, left)).build());
  }

  private static Optional<Half> unlessEmpty(
      int half, SdkRequest request, Function<SdkResponse, SdkResponse> answer) {
    return half == 0 ? Optional.empty() : Optional.of(new Half(request, answer));
  }
}
