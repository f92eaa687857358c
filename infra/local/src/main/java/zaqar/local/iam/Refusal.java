// SPDX-License-Identifier: Apache-2.0
package zaqar.local.iam;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeRequest;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.SesV2Request;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/** What no policy allows, in the words and exceptions of AWS. */
record Refusal(String function, Asked asked) {
  private static final String CODE = "AccessDeniedException";
  private static final int STATUS = 400;

  String sentence() {
    return function
        + (" is not authorized to perform: " + asked.action() + " on resource: " + asked.resource())
        + (" because no identity-based policy allows the " + asked.action() + " action");
  }

  /** What the client of the service throws that was asked. */
  AwsServiceException of(SdkRequest request) {
    AwsServiceException.Builder exception =
        switch (request) {
          case DynamoDbRequest dynamoDb -> DynamoDbException.builder();
          case EventBridgeRequest eventBridge -> EventBridgeException.builder();
          case KmsRequest kms -> KmsException.builder();
          case SesV2Request ses -> SesV2Exception.builder();
          case SqsRequest sqs -> SqsException.builder();
          default -> AwsServiceException.builder();
        };
    return exception
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(CODE).errorMessage(sentence()).build())
        .statusCode(STATUS)
        .build();
  }
}
