package zaqar.local.service;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import zaqar.local.Checkout;
import zaqar.local.NamedCloud;
import zaqar.local.kms.Kms;
import zaqar.local.store.DataFolder;
import zaqar.local.store.DynamoDbLocal;
import zaqar.local.store.Tables;
import zaqar.local.template.Template;

/**
 * One DynamoDB for all tests of a process, with the template's tables: that of a cloud if the
 * environment names one, else DynamoDB Local in memory.
 */
final class TestStore {
  /** These tests have neither a bus nor queues. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  /** There is a table for it, but it is no pool until somebody registers it. */
  static final String SPARE_POOL = "spare";

  private static final URI ENDPOINT = withTables(NamedCloud.dynamoDb().orElseGet(TestStore::start));
  private static final Kms KEYS = Kms.start(Optional.empty());

  private TestStore() {}

  private static URI start() {
    DataFolder folder = DataFolder.temporary();
    DynamoDbLocal store = DynamoDbLocal.start(folder, true, Checkout.current().dynamoDbLocal());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  store.close();
                  folder.close();
                }));
    store.awaitReady();
    return store.endpoint();
  }

  private static URI withTables(URI endpoint) {
    Checkout checkout = Checkout.current();
    try (Tables tables = new Tables(endpoint, "us-east-1", "local")) {
      tables.createMissing(template(Map.of()).tables());
      tables.createMissing(
          Template.read(
                  checkout.poolTemplate(),
                  Map.of(),
                  Map.of("Service", Template.STACK_NAME, "Name", SPARE_POOL),
                  template(Map.of()).exports())
              .tables());
    }
    return endpoint;
  }

  private static Template template(Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("AuthMode", "none");
    return Template.read(Checkout.current().template(), Map.of(), all);
  }

  /** The environment of the functions as on Lambda, but for the parameters given and the store. */
  static Map<String, String> environment(Map<String, String> parameters) {
    Map<String, String> environment =
        new HashMap<>(template(parameters).functions().getFirst().environment());
    environment.put("AWS_ENDPOINT_URL", ENDPOINT.toString());
    environment.put("AWS_ENDPOINT_URL_EVENTBRIDGE", NOWHERE);
    environment.put("AWS_ENDPOINT_URL_SQS", NOWHERE);
    environment.put("AWS_ENDPOINT_URL_KMS", KEYS.endpoint().toString());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    return environment;
  }
}
