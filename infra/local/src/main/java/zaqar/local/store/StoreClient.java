// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;
import zaqar.store.api.Operations;
import zaqar.store.value.Refusal;

/**
 * The SDK's client for a store in the same process. Nothing is signed, written as text or sent, and
 * nothing is tried again: a call is carried out on the thread that makes it. Interceptors see the
 * request before and the answer after it, as they do in the SDK's own client; of what lies between
 * they see that it is about to be sent.
 */
final class StoreClient implements DynamoDbClient {
  private final Operations operations;
  private final List<ExecutionInterceptor> interceptors;

  /** Asks these operations; the last interceptor is the last to see a request. */
  StoreClient(Operations operations, List<ExecutionInterceptor> interceptors) {
    this.operations = operations;
    this.interceptors = List.copyOf(interceptors);
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return (GetItemResponse) call("GetItem", request, GetItemResponse.builder());
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return (BatchGetItemResponse) call("BatchGetItem", request, BatchGetItemResponse.builder());
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return (QueryResponse) call("Query", request, QueryResponse.builder());
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return (ScanResponse) call("Scan", request, ScanResponse.builder());
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return (PutItemResponse) call("PutItem", request, PutItemResponse.builder());
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return (UpdateItemResponse) call("UpdateItem", request, UpdateItemResponse.builder());
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return (DeleteItemResponse) call("DeleteItem", request, DeleteItemResponse.builder());
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    return (BatchWriteItemResponse)
        call("BatchWriteItem", request, BatchWriteItemResponse.builder());
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    return (TransactWriteItemsResponse)
        call("TransactWriteItems", request, TransactWriteItemsResponse.builder());
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    return (TransactGetItemsResponse)
        call("TransactGetItems", request, TransactGetItemsResponse.builder());
  }

  @Override
  public BatchExecuteStatementResponse batchExecuteStatement(BatchExecuteStatementRequest request) {
    return (BatchExecuteStatementResponse)
        call("BatchExecuteStatement", request, BatchExecuteStatementResponse.builder());
  }

  @Override
  public CreateTableResponse createTable(CreateTableRequest request) {
    return (CreateTableResponse) call("CreateTable", request, CreateTableResponse.builder());
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    return (DescribeTableResponse) call("DescribeTable", request, DescribeTableResponse.builder());
  }

  @Override
  public ListTablesResponse listTables(ListTablesRequest request) {
    return (ListTablesResponse) call("ListTables", request, ListTablesResponse.builder());
  }

  @Override
  public UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
    return (UpdateTimeToLiveResponse)
        call("UpdateTimeToLive", request, UpdateTimeToLiveResponse.builder());
  }

  @Override
  public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
    return (DescribeTimeToLiveResponse)
        call("DescribeTimeToLive", request, DescribeTimeToLiveResponse.builder());
  }

  @Override
  public DynamoDbWaiter waiter() {
    return DynamoDbWaiter.builder().client(this).build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  private Object call(String operation, SdkRequest request, SdkPojo answer) {
    ExecutionAttributes attributes = new ExecutionAttributes();
    InterceptorContext context = InterceptorContext.builder().request(request).build();
    try {
      for (ExecutionInterceptor each : interceptors) {
        each.beforeExecution(context, attributes);
      }
      for (ExecutionInterceptor each : interceptors) {
        SdkRequest modified = each.modifyRequest(context, attributes);
        context = context.toBuilder().request(modified).build();
      }
      for (ExecutionInterceptor each : interceptors) {
        each.beforeTransmission(context, attributes);
      }
      SdkResponse response = answer(operation, context.request(), answer);
      context = context.toBuilder().response(response).build();
      for (ExecutionInterceptor each : interceptors.reversed()) {
        each.afterExecution(context, attributes);
      }
      return response;
    } catch (RuntimeException e) {
      Failure failure = new Failure(context.request(), e);
      for (ExecutionInterceptor each : interceptors.reversed()) {
        each.onExecutionFailure(failure, attributes);
      }
      throw e;
    }
  }

  private SdkResponse answer(String operation, SdkRequest request, SdkPojo answer) {
    try {
      ObjectNode json = operations.answer(operation, Shapes.write((SdkPojo) request));
      return (SdkResponse) Shapes.read(answer, json);
    } catch (Refusal refusal) {
      throw Refusals.asSdkThrows(refusal);
    }
  }

  /** What interceptors hear of a call that failed. */
  private record Failure(SdkRequest request, Throwable exception)
      implements Context.FailedExecution {
    @Override
    public Optional<SdkHttpRequest> httpRequest() {
      return Optional.empty();
    }

    @Override
    public Optional<SdkHttpResponse> httpResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SdkResponse> response() {
      return Optional.empty();
    }
  }
}
