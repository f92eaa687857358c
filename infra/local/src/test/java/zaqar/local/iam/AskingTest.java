// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import zaqar.local.template.Arn;
import zaqar.local.template.QueueResource;

class AskingTest {
  private static Asked ofTable(String action, String table) {
    return Asked.of("dynamodb:" + action, Arn.of("dynamodb", "table/" + table).text());
  }

  @Test
  void call_asksForItsTable() {
    assertThat(Asking.by(DeleteItemRequest.builder().tableName("T").build()))
        .containsExactly(ofTable("DeleteItem", "T"));
    assertThat(Asking.by(QueryRequest.builder().tableName("T").indexName("i").build()))
        .containsExactly(ofTable("Query", "T/index/i"));
  }

  @Test
  void batch_asksForItsTables() {
    SdkRequest batch =
        BatchWriteItemRequest.builder()
            .requestItems(Map.of("T", List.of(), "U", List.of()))
            .build();

    assertThat(Asking.by(batch))
        .containsExactlyInAnyOrder(ofTable("BatchWriteItem", "T"), ofTable("BatchWriteItem", "U"));
  }

  @Test
  void transaction_asksForEachOfItsParts() {
    SdkRequest transaction =
        TransactWriteItemsRequest.builder()
            .transactItems(
                TransactWriteItem.builder().put(p -> p.tableName("T")).build(),
                TransactWriteItem.builder().update(u -> u.tableName("T")).build(),
                TransactWriteItem.builder().delete(d -> d.tableName("U")).build(),
                TransactWriteItem.builder().conditionCheck(c -> c.tableName("T")).build())
            .build();

    assertThat(Asking.by(transaction))
        .containsExactly(
            ofTable("PutItem", "T"),
            ofTable("UpdateItem", "T"),
            ofTable("DeleteItem", "U"),
            ofTable("ConditionCheckItem", "T"));
  }

  @ParameterizedTest
  @CsvSource({
    "PartiQLUpdate, UPDATE \"a-b.c\" SET u = ? WHERE p = ?",
    "PartiQLDelete, DELETE FROM \"a-b.c\" WHERE p = ? RETURNING ALL OLD *",
    "PartiQLInsert, insert into \"a-b.c\" value {'p': ?}"
  })
  void statement_asksForWhatItDoes(String action, String text) {
    assertThat(Asking.by(statement(text))).containsExactly(ofTable(action, "a-b.c"));
  }

  private static SdkRequest statement(String text) {
    return BatchExecuteStatementRequest.builder()
        .statements(BatchStatementRequest.builder().statement(text).build())
        .build();
  }

  @Test
  void kindOfRequest_thatNobodyKnowsIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Asking.by(ScanRequest.builder().tableName("T").build()))
        .withMessageContaining("ScanRequest");
    assertThatIllegalStateException()
        .isThrownBy(() -> Asking.by(statement("SELECT * FROM \"T\"")))
        .withMessageContaining("SELECT");
  }

  @Test
  void others_askForQueueBusKeyAndAddress() {
    SendMessageBatchRequest messages =
        SendMessageBatchRequest.builder().queueUrl(QueueResource.url("Q")).build();
    PutEventsRequest events =
        PutEventsRequest.builder()
            .entries(
                PutEventsRequestEntry.builder().eventBusName("bus").build(),
                PutEventsRequestEntry.builder().source("s").build())
            .build();
    SendEmailRequest mail =
        SendEmailRequest.builder().fromEmailAddress("Us <us@example.org>").build();

    assertThat(Asking.by(messages))
        .containsExactly(Asked.of("sqs:SendMessage", Arn.of("sqs", "Q").text()));
    assertThat(Asking.by(events))
        .extracting(Asked::resource)
        .containsExactly(
            Arn.of("events", "event-bus/bus").text(), Arn.of("events", "event-bus/default").text());
    assertThat(Asking.by(DecryptRequest.builder().keyId("arn:key").build()))
        .containsExactly(Asked.of("kms:Decrypt", "arn:key"));
    assertThat(Asking.by(mail))
        .containsExactly(
            new Asked(
                "ses:SendEmail",
                Arn.of("ses", "identity/us@example.org").text(),
                Map.of("ses:FromAddress", "us@example.org")));
  }
}
