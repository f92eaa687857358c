// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import zaqar.local.template.Arn;

/** Which actions on which resources a request is, by the service authorization reference. */
public final class Asking {
  private static final String DEFAULT_BUS = "default";

  private Asking() {}

  /**
   * What a request asks for, all of which must be allowed.
   *
   * @throws IllegalStateException for a request of a kind that is not known here
   */
  public static List<Asked> by(SdkRequest request) {
    return switch (request) {
      case DynamoDbRequest dynamoDb -> AskingTables.by(dynamoDb);
      case SendMessageRequest message -> List.of(send(message.queueUrl()));
      case SendMessageBatchRequest batch -> List.of(send(batch.queueUrl()));
      case PutEventsRequest events ->
          events.entries().stream().map(entry -> put(entry.eventBusName())).distinct().toList();
      case SendEmailRequest mail -> List.of(send(mail));
      case GenerateDataKeyRequest key -> List.of(Asked.of("kms:GenerateDataKey", key.keyId()));
      case DecryptRequest key -> List.of(Asked.of("kms:Decrypt", key.keyId()));
      default -> throw unknown(request);
    };
  }

  static IllegalStateException unknown(SdkRequest request) {
    return new IllegalStateException(
        "the local runtime does not know what IAM calls a " + request.getClass().getSimpleName());
  }

  private static Asked send(String queueUrl) {
    String queue = lastSegment(queueUrl);
    return Asked.of("sqs:SendMessage", Arn.of("sqs", queue).text());
  }

  private static Asked put(String bus) {
    String name = lastSegment(Objects.requireNonNullElse(bus, DEFAULT_BUS));
    return Asked.of("events:PutEvents", Arn.of("events", "event-bus/" + name).text());
  }

  private static Asked send(SendEmailRequest mail) {
    String from = mail.fromEmailAddress().replaceFirst(".*<(.*)>$", "$1");
    String identity = Arn.of("ses", "identity/" + from).text();
    return new Asked("ses:SendEmail", identity, Map.of("ses:FromAddress", from));
  }

  private static String lastSegment(String text) {
    return text.substring(text.lastIndexOf('/') + 1);
  }
}
