// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.Storage;
import zaqar.local.aws.Clients;

/** What a test asks a cloud by, beside the service. */
record CloudClients(DynamoDbClient dynamoDb, SqsClient sqs, EventBridgeClient eventBridge) {
  static CloudClients of(Storage.Cloud cloud) {
    return new CloudClients(
        Clients.client(DynamoDbClient.builder(), cloud.dynamoDb()),
        Clients.client(SqsClient.builder(), cloud.endpoint()),
        Clients.client(EventBridgeClient.builder(), cloud.endpoint()));
  }

  void close() {
    dynamoDb.close();
    sqs.close();
    eventBridge.close();
  }
}
