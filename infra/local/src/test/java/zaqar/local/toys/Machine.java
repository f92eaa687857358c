// SPDX-License-Identifier: Apache-2.0
package zaqar.local.toys;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.LocalRuntime;
import zaqar.local.aws.Clients;

/** Clients of a runtime, as toys and tests use them. Toys wait until they know where it is. */
record Machine(DynamoDbClient tables, SqsClient queues, EventBridgeClient events)
    implements AutoCloseable {
  private static volatile CompletableFuture<Machine> current = new CompletableFuture<>();

  /** Where the toys of this process are. */
  static Machine current() {
    return current.join();
  }

  /** Tells the toys of this process. */
  static Machine enter(LocalRuntime runtime) {
    Machine machine = of(runtime.machine());
    current.complete(machine);
    return machine;
  }

  private static Machine of(Map<String, String> environment) {
    return new Machine(
        Clients.client(DynamoDbClient.builder(), uri(environment, "AWS_ENDPOINT_URL")),
        Clients.client(SqsClient.builder(), uri(environment, "AWS_ENDPOINT_URL_SQS")),
        Clients.client(
            EventBridgeClient.builder(), uri(environment, "AWS_ENDPOINT_URL_EVENTBRIDGE")));
  }

  private static URI uri(Map<String, String> environment, String name) {
    return URI.create(environment.get(name));
  }

  @Override
  public void close() {
    current = new CompletableFuture<>();
    tables.close();
    queues.close();
    events.close();
  }
}
