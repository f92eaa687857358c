// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import zaqar.local.Checkout;
import zaqar.local.aws.Clients;
import zaqar.local.events.EventBridge;
import zaqar.local.kms.Kms;
import zaqar.local.secrets.Secrets;
import zaqar.local.sqs.Sqs;
import zaqar.local.store.LocalStore;
import zaqar.local.store.Tables;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.QueueResource;
import zaqar.local.template.Template;

/**
 * All of the template but its functions: tables, bus, rules and queues, which call nobody, so that
 * only what a test invokes does anything.
 */
public final class Cloud implements AutoCloseable {
  /** There is a table for this pool, but it is no pool until somebody registers it. */
  private static final String POOL = "fast";

  private static final int PATIENCE_SECONDS = 20;

  private final Template template;
  private final Secrets secrets;
  private final LocalStore store = LocalStore.inMemory();
  private final Sqs sqs;
  private final EventBridge bus;
  private final Kms kms = Kms.start(Optional.empty());

  /** Starts it, with values for the template's parameters. */
  public Cloud(Map<String, String> parameters) {
    template = Template.read(Checkout.current().template(), own(), parameters);
    secrets = Secrets.open(Optional.empty(), template.secrets());
    sqs = Sqs.start(Optional.empty(), template.queues());
    bus = EventBridge.start(template.buses(), template.rules(), queues());
    try (Tables tables = new Tables(store.endpoint(), "us-east-1", Clients.KEY)) {
      tables.createMissing(template.tables());
      tables.createMissing(pool(template).tables());
    }
  }

  /** The template's own defaults, but for what a machine without a cloud around it needs. */
  private static Map<String, String> own() {
    return Map.of(
        "AuthMode", "none",
        "AdminMode", "true",
        "AllowHttp", "true",
        "AllowLoopback", "true",
        "EncryptionKeyArn", Kms.KEY,
        "WriteDeadlineMilliseconds", "3000");
  }

  /** What a pool adds to the service of a template. */
  static Template pool(Template service) {
    return Template.read(
        Checkout.current().poolTemplate(),
        Map.of(),
        Map.of("Service", Template.STACK_NAME, "Name", POOL),
        service.exports());
  }

  /** As in the template. */
  public Template template() {
    return template;
  }

  /** A function of the template. */
  public FunctionResource function(String name) {
    return template.functions().stream()
        .filter(function -> function.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What a function has to know of this machine, and the secrets that its variables name. */
  public Map<String, String> variables(FunctionResource function) {
    Map<String, String> variables = new HashMap<>(function.environment());
    variables.replaceAll((name, value) -> secrets.resolve(value));
    variables.putAll(Clients.environment());
    variables.put("AWS_ENDPOINT_URL", store.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_EVENTBRIDGE", bus.endpoint().toString());
    variables.put("AWS_ENDPOINT_URL_KMS", kms.endpoint().toString());
    return variables;
  }

  /** The next that comes out of a queue, for good. */
  JsonNode take(String queue) {
    String url = QueueResource.url(queue);
    try (SqsClient client = queues()) {
      List<Message> messages =
          client.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(PATIENCE_SECONDS)).messages();
      assertThat(messages).as("in " + queue).hasSize(1);
      Message message = messages.getFirst();
      client.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
      return Excerpt.parse(message.body());
    }
  }

  private SqsClient queues() {
    return Clients.client(SqsClient.builder(), sqs.endpoint());
  }

  @Override
  public void close() {
    bus.close();
    sqs.close();
    kms.close();
    store.close();
  }
}
