// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import zaqar.store.table.Store;
import zaqar.store.value.Refusal;

/** All operations, by name. */
public final class Api implements Operations {
  private final Map<String, Function<Call, ObjectNode>> operations = new HashMap<>();

  /** Those of a store. */
  public Api(Store store) {
    Tables tables = new Tables(store);
    operations.put("CreateTable", tables::createTable);
    operations.put("DescribeTable", tables::describeTable);
    operations.put("DeleteTable", tables::deleteTable);
    operations.put("ListTables", tables::listTables);
    operations.put("UpdateTable", tables::updateTable);
    operations.put("UpdateTimeToLive", tables::updateTimeToLive);
    operations.put("DescribeTimeToLive", tables::describeTimeToLive);
    Reads reads = new Reads(store);
    operations.put("GetItem", reads::getItem);
    operations.put("BatchGetItem", reads::batchGetItem);
    operations.put("Query", reads::query);
    operations.put("Scan", reads::scan);
    Writes writes = new Writes(store);
    operations.put("PutItem", writes::putItem);
    operations.put("UpdateItem", writes::updateItem);
    operations.put("DeleteItem", writes::deleteItem);
    operations.put("BatchWriteItem", writes::batchWriteItem);
    Transactions transactions = new Transactions(store);
    operations.put("TransactWriteItems", transactions::transactWriteItems);
    operations.put("TransactGetItems", transactions::transactGetItems);
    Statements statements = new Statements(store, transactions);
    operations.put("ExecuteStatement", statements::executeStatement);
    operations.put("BatchExecuteStatement", statements::batchExecuteStatement);
    operations.put("ExecuteTransaction", statements::executeTransaction);
    Streams streams = new Streams(store);
    operations.put("ListStreams", streams::listStreams);
    operations.put("DescribeStream", streams::describeStream);
    operations.put("GetShardIterator", streams::getShardIterator);
    operations.put("GetRecords", streams::getRecords);
  }

  @Override
  public ObjectNode answer(String operation, ObjectNode request) {
    Function<Call, ObjectNode> it = operations.get(operation);
    if (it == null) {
      throw Refusal.of("UnknownOperationException", "The local store does not have " + operation);
    }
    return it.apply(new Call(request));
  }
}
