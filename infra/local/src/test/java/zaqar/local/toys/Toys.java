// SPDX-License-Identifier: Apache-2.0
package zaqar.local.toys;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;
import zaqar.local.Checkout;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;
import zaqar.local.template.QueueResource;
import zaqar.local.template.Template;

/** The toys on a runtime, in this process or, by {@link #main}, in one that can be killed. */
final class Toys implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final Map<String, String> OWN_PARAMETERS =
      Map.of("AuthMode", "none", "SignedUrlSecret", "x".repeat(64));

  private final LocalRuntime runtime;
  private final Machine machine;

  private Toys(LocalRuntime runtime) {
    this.runtime = runtime;
    this.machine = Machine.enter(runtime);
  }

  /** Starts them in the checkout that {@link #checkout} made. */
  static Toys start(Path root, Storage storage) {
    return new Toys(LocalRuntime.start(Options.on(storage).withCheckout(new Checkout(root))));
  }

  /** Makes a checkout with their template. */
  static Path checkout(Path root) throws IOException {
    Checkout real = Checkout.current();
    Map<String, String> environment =
        Template.read(real.template(), OWN_PARAMETERS, Map.of()).environment();
    try (InputStream template = Toys.class.getResourceAsStream("/toys.yaml")) {
      String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
      Files.createDirectories(root);
      Files.writeString(
          root.resolve("template.yaml"),
          text.replace("ENVIRONMENT", new ObjectMapper().writeValueAsString(environment)));
    }
    Files.createSymbolicLink(root.resolve("infra"), real.root().resolve("infra"));
    return root;
  }

  /** Runs them on the data in a folder until the process ends. */
  public static void main(String[] arguments) throws InterruptedException {
    Storage storage = new Storage.OnDisk(Path.of(arguments[0]));
    try (Toys toys = start(Checkout.current().root(), storage)) {
      System.out.println(
          "listens on " + toys.runtime.baseUri() + " " + toys.runtime.dynamoDbEndpoint() + " ");
      Thread.currentThread().join();
    }
  }

  Machine machine() {
    return machine;
  }

  void write(String id, String text) {
    write(machine, id, text);
  }

  static void write(Machine machine, String id, String text) {
    machine
        .tables()
        .putItem(
            request ->
                request
                    .tableName("Notes")
                    .item(
                        Map.of(
                            "id", AttributeValue.fromS(id), "text", AttributeValue.fromS(text))));
  }

  /** The notes that came, each with how often its message was received. */
  Map<String, Integer> received() {
    return machine
        .tables()
        .scan(request -> request.tableName("Received").consistentRead(true))
        .items()
        .stream()
        .collect(
            Collectors.toMap(
                item -> item.get("id").s(), item -> Integer.valueOf(item.get("received").n())));
  }

  /** Returns when all these notes have come. */
  Map<String, Integer> awaitReceived(List<String> ids) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (!received().keySet().containsAll(ids)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("only these came: " + received().keySet() + " of " + ids);
      }
      Thread.sleep(20);
    }
    return received();
  }

  /** A message with this text, from a queue that no function works off. */
  Message awaitMessage(String queue, String text) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      for (Message message : receive(queue)) {
        if (message.body().contains(text)) {
          return message;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no " + text + " in " + queue);
  }

  /** Does not wait: ElasticMQ wakes nobody for what becomes a dead letter. */
  private List<Message> receive(String queue) {
    return machine
        .queues()
        .receiveMessage(request -> request.queueUrl(QueueResource.url(queue)))
        .messages();
  }

  @Override
  public void close() {
    runtime.close();
    machine.close();
  }
}
