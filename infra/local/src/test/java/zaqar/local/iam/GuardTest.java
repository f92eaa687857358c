// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;
import zaqar.local.aws.Clients;
import zaqar.local.template.QueueResource;
import zaqar.local.template.Statement;

/** The clients' address is nobody's: what is not refused before it is sent fails there. */
class GuardTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final DynamoDbClient TABLES = Clients.client(DynamoDbClient.builder(), NOWHERE);
  private static final SqsClient QUEUES = Clients.client(SqsClient.builder(), NOWHERE);

  private final Role role =
      new Role(
          "HomeFunction",
          List.of(
              new Statement(
                  true, List.of("dynamodb:DescribeTable"), List.of("*/Known"), Map.of())));

  @AfterAll
  static void close() {
    TABLES.close();
    QUEUES.close();
  }

  private static Object describe(String table) {
    return TABLES.describeTable(r -> r.tableName(table));
  }

  @Test
  void call_thatNoPolicyAllowsIsRefusedAsByAws() {
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(() -> role.run(() -> describe("Other")))
        .withMessageContaining("HomeFunction is not authorized to perform: dynamodb:DescribeTable")
        .withMessageContaining("arn:aws:dynamodb:us-east-1:000000000000:table/Other")
        .satisfies(
            refused -> {
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              assertThat(refused.statusCode()).isEqualTo(400);
            });
    assertThatExceptionOfType(SqsException.class)
        .isThrownBy(
            () ->
                role.run(
                    () ->
                        QUEUES.sendMessage(
                            r -> r.queueUrl(QueueResource.url("Q")).messageBody("m"))));
  }

  @Test
  void call_thatAPolicyAllowsIsSent() {
    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> role.run(() -> describe("Known")));
  }

  @Test
  void call_thatIsNoFunctionsIsSent() {
    assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> describe("Other"));
  }
}
