// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import zaqar.local.template.Arn;

/**
 * The actions of DynamoDB: a transaction asks for what each of its parts asks for, and a batch of
 * statements for the PartiQL action of each.
 */
final class AskingTables {
  private static final Pattern PARTIQL =
      Pattern.compile("(?is)\\s*(INSERT\\s+INTO|UPDATE|DELETE\\s+FROM)\\s+\"([^\"]+)\".*");

  private AskingTables() {}

  static List<Asked> by(DynamoDbRequest request) {
    return switch (request) {
      case GetItemRequest r -> one("GetItem", r.tableName());
      case PutItemRequest r -> one("PutItem", r.tableName());
      case UpdateItemRequest r -> one("UpdateItem", r.tableName());
      case DeleteItemRequest r -> one("DeleteItem", r.tableName());
      case QueryRequest r -> List.of(query(r.tableName(), r.indexName()));
      case DescribeTableRequest r -> one("DescribeTable", r.tableName());
      case DescribeTimeToLiveRequest r -> one("DescribeTimeToLive", r.tableName());
      case BatchGetItemRequest r -> all("BatchGetItem", r.requestItems().keySet().stream());
      case BatchWriteItemRequest r -> all("BatchWriteItem", r.requestItems().keySet().stream());
      case TransactWriteItemsRequest r ->
          r.transactItems().stream().map(AskingTables::part).distinct().toList();
      case BatchExecuteStatementRequest r ->
          r.statements().stream().map(each -> partiQl(each.statement())).distinct().toList();
      default -> throw Asking.unknown(request);
    };
  }

  private static Asked part(TransactWriteItem part) {
    if (part.put() != null) {
      return asked("PutItem", part.put().tableName());
    }
    if (part.update() != null) {
      return asked("UpdateItem", part.update().tableName());
    }
    return part.delete() != null
        ? asked("DeleteItem", part.delete().tableName())
        : asked("ConditionCheckItem", part.conditionCheck().tableName());
  }

  private static Asked partiQl(String text) {
    Matcher statement = PARTIQL.matcher(text);
    if (!statement.matches()) {
      throw new IllegalStateException("the local runtime does not know the statement " + text);
    }
    String action =
        switch (statement.group(1).toUpperCase(Locale.ROOT).charAt(0)) {
          case 'I' -> "PartiQLInsert";
          case 'U' -> "PartiQLUpdate";
          default -> "PartiQLDelete";
        };
    return asked(action, statement.group(2));
  }

  private static Asked query(String table, @Nullable String index) {
    return asked("Query", index == null ? table : table + "/index/" + index);
  }

  private static List<Asked> one(String action, String table) {
    return List.of(asked(action, table));
  }

  private static List<Asked> all(String action, Stream<String> tables) {
    return tables.map(table -> asked(action, table)).toList();
  }

  private static Asked asked(String action, String table) {
    return Asked.of("dynamodb:" + action, Arn.of("dynamodb", "table/" + table).text());
  }
}
