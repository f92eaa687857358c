package zaqar.local;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import zaqar.local.gateway.Gateway;
import zaqar.local.store.DataFolder;
import zaqar.local.store.DynamoDbLocal;
import zaqar.local.store.Tables;
import zaqar.local.template.Template;

/**
 * The whole service on one machine: gateway, functions and store, as {@code template.yaml} says.
 * What it started stops when it is closed, or when the process ends.
 */
public final class LocalRuntime implements AutoCloseable {
  private static final String REGION = "us-east-1";
  private static final String KEY = "local";

  /** One process that alone serves the queues needs no allowance for clocks (design 4.4). */
  private static final Map<String, String> OWN_PARAMETERS =
      Map.of(
          "AuthMode", "none",
          "ClockToleranceMilliseconds", "0",
          "WriteDeadlineMilliseconds", "2000");

  private final Parts parts;
  private final Gateway gateway;
  private final Store store;

  private LocalRuntime(Parts parts, Gateway gateway, Store store) {
    this.parts = parts;
    this.gateway = gateway;
    this.store = store;
  }

  /** What the rest needs to know of the store. */
  private record Store(URI endpoint, Runnable awaitReady, CompletableFuture<String> failure) {}

  /**
   * Starts everything, and returns when requests are answered.
   *
   * @throws zaqar.local.failure.CannotStart for a reason that a user can mend; nothing is left
   *     running then
   */
  public static LocalRuntime start(Options options) {
    Template template =
        Template.read(options.checkout().template(), OWN_PARAMETERS, options.parameters());
    Parts parts = Parts.stoppedAtExit();
    try {
      Gateway gateway = parts.add(Gateway.bind(options.port()));
      Store store = store(options, parts);
      try (Tables tables = new Tables(store.endpoint(), REGION, KEY)) {
        store.awaitReady().run();
        tables.createMissing(template.tables());
      }
      gateway.serve(
          new Functions(machine(store)).routes(template.functions()), Gateway.INTEGRATION_TIMEOUT);
      return new LocalRuntime(parts, gateway, store);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private static Store store(Options options, Parts parts) {
    return switch (options.storage()) {
      case Storage.OnDisk disk ->
          started(parts, parts.add(DataFolder.open(disk.folder())), false, options);
      case Storage.InMemory memory ->
          started(parts, parts.add(DataFolder.temporary()), true, options);
      case Storage.Elsewhere elsewhere ->
          new Store(elsewhere.endpoint(), () -> {}, new CompletableFuture<>());
    };
  }

  private static Store started(Parts parts, DataFolder folder, boolean inMemory, Options options) {
    DynamoDbLocal store =
        parts.add(DynamoDbLocal.start(folder, inMemory, options.checkout().dynamoDbLocal()));
    return new Store(store.endpoint(), store::awaitReady, store.failure());
  }

  private static Map<String, String> machine(Store store) {
    return Map.of(
        "AWS_ENDPOINT_URL", store.endpoint().toString(),
        "AWS_REGION", REGION,
        "AWS_ACCESS_KEY_ID", KEY,
        "AWS_SECRET_ACCESS_KEY", KEY);
  }

  /** Where clients reach the service, without a slash at the end. */
  public URI baseUri() {
    return gateway.baseUri();
  }

  /** Where the functions reach their tables. */
  public URI dynamoDbEndpoint() {
    return store.endpoint();
  }

  /** Completes with a line for the terminal if the store has ended for good. */
  public CompletableFuture<String> failure() {
    return store.failure();
  }

  /** Stops everything; requests under way get two seconds. */
  @Override
  public void close() {
    parts.close();
  }
}
