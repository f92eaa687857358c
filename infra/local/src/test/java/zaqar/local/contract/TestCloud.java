// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import zaqar.local.NamedCloud;
import zaqar.local.Storage;

/**
 * A cloud for tests: the one that the environment names, or else LocalStack in a container of its
 * own, where there is Docker.
 */
final class TestCloud implements AutoCloseable {
  /** Later images ask for a token. */
  private static final DockerImageName IMAGE =
      DockerImageName.parse("localstack/localstack:4.14.0");

  private final Storage.Cloud storage;
  private final CloudClients clients;
  private final Optional<LocalStackContainer> container;

  private TestCloud(Storage.Cloud storage, Optional<LocalStackContainer> container) {
    this.storage = storage;
    this.container = container;
    clients = CloudClients.of(storage);
  }

  /** Whether there is one, or Docker to start it with. */
  static boolean isThere() {
    return NamedCloud.find().isPresent() || DockerClientFactory.instance().isDockerAvailable();
  }

  /** Finds it, or starts it. */
  static TestCloud start() {
    return NamedCloud.find()
        .map(named -> new TestCloud(named, Optional.empty()))
        .orElseGet(TestCloud::inContainer);
  }

  private static TestCloud inContainer() {
    LocalStackContainer container =
        new LocalStackContainer(IMAGE)
            .withServices("dynamodb", "dynamodbstreams", "events", "sqs")
            .withEnv("PROVIDER_OVERRIDE_DYNAMODB", "v2");
    container.start();
    URI endpoint = container.getEndpoint();
    return new TestCloud(new Storage.Cloud(endpoint, endpoint), Optional.of(container));
  }

  Storage.Cloud storage() {
    return storage;
  }

  CloudClients clients() {
    return clients;
  }

  @Override
  public void close() {
    clients.close();
    container.ifPresent(LocalStackContainer::stop);
  }
}
