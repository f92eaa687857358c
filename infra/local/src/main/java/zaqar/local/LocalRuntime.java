// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import zaqar.local.aws.Clients;
import zaqar.local.gateway.Gateway;
import zaqar.local.gateway.LambdaFunction;
import zaqar.local.gateway.Routes;
import zaqar.local.kms.Kms;
import zaqar.local.secrets.Secrets;
import zaqar.local.ses.Ses;
import zaqar.local.store.Tables;
import zaqar.local.template.Arn;
import zaqar.local.template.Template;

/**
 * The whole service on one machine: gateway, functions, store, streams, events and queues, as
 * {@code template.yaml} and the templates of pools say. What it started stops when it is closed, or
 * when the process ends.
 */
public final class LocalRuntime implements AutoCloseable {
  private static final String KMS = "AWS_ENDPOINT_URL_KMS";
  private static final String SES = "AWS_ENDPOINT_URL_SESV2";
  private static final String SQS = "AWS_ENDPOINT_URL_SQS";

  private final Parts parts;
  private final Gateway gateway;
  private final Store store;
  private final Map<String, String> machine;
  private final Triggers triggers;
  private final List<String> poolUris;

  private LocalRuntime(
      Parts parts,
      Gateway gateway,
      Store store,
      Map<String, String> machine,
      Triggers triggers,
      List<String> poolUris) {
    this.parts = parts;
    this.gateway = gateway;
    this.store = store;
    this.machine = Map.copyOf(machine);
    this.triggers = triggers;
    this.poolUris = List.copyOf(poolUris);
  }

  /**
   * Starts everything, and returns when requests are answered.
   *
   * @throws zaqar.local.failure.CannotStart for a reason that a user can mend; nothing is left
   *     running then
   */
  public static LocalRuntime start(Options options) {
    Stacks stacks = Stacks.read(options);
    Template template = stacks.service();
    Parts parts = Parts.stoppedAtExit();
    try {
      Gateway gateway = parts.add(Gateway.bind(options.port()));
      Store store = Store.open(options.storage(), parts);
      CompletableFuture<Triggers> prepared =
          CompletableFuture.supplyAsync(() -> triggers(options, template, store, parts));
      try (Tables tables = tables(store)) {
        tables.createMissing(stacks.tables());
      }
      Triggers triggers = result(prepared);
      Map<String, String> machine = machine(store, triggers);
      machine.put(SES, ses(options, store, parts));
      machine.put(KMS, kms(store, parts));
      Functions functions =
          new Functions(machine, store.own(), gateway.baseUri(), secrets(template, store));
      Routes<LambdaFunction> routes = functions.routes(template.functions());
      gateway.serve(routes, Gateway.INTEGRATION_TIMEOUT);
      // What is posted before this is in the streams, which are followed from their start.
      triggers.call(template.functions(), stacks.mappings(), functions);
      // It was first, so that its port is known to be free, and stops first.
      parts.add(gateway);
      return new LocalRuntime(parts, gateway, store, machine, triggers, stacks.poolUris());
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private static Triggers triggers(Options options, Template template, Store store, Parts parts) {
    return options.storage() instanceof Storage.Cloud cloud
        ? Triggers.in(cloud.endpoint(), template, store, parts)
        : Triggers.start(template, store, parts);
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Tables tables(Store store) {
    return store
        .own()
        .map(own -> new Tables(own.client(List.of())))
        .orElseGet(() -> new Tables(store.endpoint(), Arn.REGION, Clients.KEY));
  }

  private static Map<String, String> machine(Store store, Triggers triggers) {
    Map<String, String> machine = new HashMap<>(Clients.environment());
    machine.put("AWS_ENDPOINT_URL", store.endpoint().toString());
    machine.putAll(triggers.endpoints());
    return machine;
  }

  private static String ses(Options options, Store store, Parts parts) {
    Ses ses = options.smtp().map(Ses::start).orElseGet(() -> Ses.start(mail(store)));
    return parts.add(ses).endpoint().toString();
  }

  private static Path mail(Store store) {
    return store.folder().path().resolve("mail");
  }

  private static Secrets secrets(Template template, Store store) {
    return Secrets.open(secretsFolder(store), template.secrets());
  }

  private static String kms(Store store, Parts parts) {
    Optional<Path> file = secretsFolder(store).map(folder -> folder.resolve("kms"));
    return parts.add(Kms.start(file)).endpoint().toString();
  }

  private static Optional<Path> secretsFolder(Store store) {
    return Optional.of(store.folder().secrets()).filter(folder -> store.keeps());
  }

  /** Where clients reach the service, without a slash at the end. */
  public URI baseUri() {
    return gateway.baseUri();
  }

  /** Where the functions reach their tables. */
  public URI dynamoDbEndpoint() {
    return store.endpoint();
  }

  /** Where the queues of SQS are, if the template has any. */
  public Optional<URI> sqsEndpoint() {
    return Optional.ofNullable(machine.get(SQS)).map(URI::create);
  }

  /**
   * Returns when the queues of SQS are worked off too, which begins last, or when all was stopped.
   *
   * @throws zaqar.local.failure.CannotStart for a reason that a user can mend
   */
  public void awaitQueues() {
    triggers.awaitQueues();
  }

  /** Where the pools are that there are tables for, as operators register them. */
  public List<String> poolUris() {
    return poolUris;
  }

  /** What the functions know of this machine, as environment variables. */
  public Map<String, String> machine() {
    return machine;
  }

  /** The folder that mails are written to where no SMTP server takes them. */
  public Path mail() {
    return mail(store);
  }

  /** Stops everything; requests under way get two seconds. */
  @Override
  public void close() {
    parts.close();
  }
}
