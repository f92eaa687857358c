// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** As much of a control table as data keys need: items are put where there is none, and read. */
final class ControlTableInMemory implements DynamoDbClient {
  private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items =
      new ConcurrentHashMap<>();

  Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items() {
    return items;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return GetItemResponse.builder().item(items.getOrDefault(request.key(), Map.of())).build();
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    for (Put put : request.transactItems().stream().map(write -> write.put()).toList()) {
      Map<String, AttributeValue> key = new HashMap<>(put.item());
      key.keySet().retainAll(List.of("pk", "sk"));
      if (items.putIfAbsent(key, put.item()) != null) {
        throw TransactionCanceledException.builder()
            .cancellationReasons(
                CancellationReason.builder().code("ConditionalCheckFailed").build())
            .build();
      }
    }
    return TransactWriteItemsResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
