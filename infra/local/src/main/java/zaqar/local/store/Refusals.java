// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DuplicateItemException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import zaqar.store.value.Refusal;

/** The store's errors as the SDK throws them. */
final class Refusals {
  private static final Map<String, Supplier<DynamoDbException.Builder>> OTHERS =
      Map.of(
          "DuplicateItemException", DuplicateItemException::builder,
          "IdempotentParameterMismatchException", IdempotentParameterMismatchException::builder,
          "InternalServerError", InternalServerErrorException::builder,
          "LimitExceededException", LimitExceededException::builder,
          "ProvisionedThroughputExceededException", ProvisionedThroughputExceededException::builder,
          "ResourceInUseException", ResourceInUseException::builder,
          "ResourceNotFoundException", ResourceNotFoundException::builder,
          "TransactionConflictException", TransactionConflictException::builder,
          "TransactionInProgressException", TransactionInProgressException::builder);

  private Refusals() {}

  /** The SDK's exception of that type, or of none in particular; it has no stack trace. */
  static DynamoDbException asSdkThrows(Refusal refusal) {
    return (DynamoDbException)
        builder(refusal)
            .message(refusal.getMessage())
            .statusCode(refusal.status())
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName("DynamoDb")
                    .errorCode(refusal.type())
                    .errorMessage(refusal.getMessage())
                    .build())
            .writableStackTrace(false)
            .build();
  }

  private static DynamoDbException.Builder builder(Refusal refusal) {
    return switch (refusal.type()) {
      case "ConditionalCheckFailedException" ->
          refusal.item().isEmpty()
              ? ConditionalCheckFailedException.builder()
              : ConditionalCheckFailedException.builder().item(Shapes.attributes(refusal.item()));
      case "TransactionCanceledException" ->
          TransactionCanceledException.builder().cancellationReasons(reasons(refusal.reasons()));
      default -> OTHERS.getOrDefault(refusal.type(), DynamoDbException::builder).get();
    };
  }

  private static List<CancellationReason> reasons(List<Refusal.Reason> reasons) {
    return reasons.stream().map(Refusals::reason).toList();
  }

  private static CancellationReason reason(Refusal.Reason reason) {
    CancellationReason.Builder builder = CancellationReason.builder().code(reason.code());
    if (!reason.message().isEmpty()) {
      builder.message(reason.message());
    }
    if (!reason.item().isEmpty()) {
      builder.item(Shapes.attributes(reason.item()));
    }
    return builder.build();
  }
}
