// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/** What some clouds cannot do that speak the APIs of AWS; found out by trying. */
enum Ability {
  /** PartiQL on bytes, by which claims and pops take their messages. */
  STATEMENTS(Ability::readsByStatement),

  /** StartMessageMoveTask, by which operators send again what was given up. */
  MOVES(Ability::knowsMoves);

  private final Predicate<CloudClients> trial;

  Ability(Predicate<CloudClients> trial) {
    this.trial = trial;
  }

  boolean has(CloudClients clients) {
    return trial.test(clients);
  }

  private static boolean readsByStatement(CloudClients clients) {
    AttributeValue some = AttributeValue.fromB(SdkBytes.fromUtf8String("some"));
    BatchStatementRequest nothing =
        BatchStatementRequest.builder()
            .statement("DELETE FROM \"MessageTable\" WHERE p = ? AND i = ? RETURNING ALL OLD *")
            .parameters(some, some)
            .build();
    try {
      return clients
          .dynamoDb()
          .batchExecuteStatement(r -> r.statements(nothing))
          .responses()
          .stream()
          .allMatch(answer -> answer.error() == null);
    } catch (SdkException e) {
      return false;
    }
  }

  private static boolean knowsMoves(CloudClients clients) {
    String source = "arn:aws:sqs:us-east-1:000000000000:UndeliveredQueue";
    try {
      clients.sqs().listMessageMoveTasks(r -> r.sourceArn(source));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }
}
