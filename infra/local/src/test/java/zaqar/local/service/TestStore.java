// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.dynamodb.DynamoDb;
import zaqar.local.Checkout;
import zaqar.local.NamedCloud;
import zaqar.local.kms.Kms;
import zaqar.local.store.LocalStore;
import zaqar.local.store.Tables;
import zaqar.local.template.TableResource;
import zaqar.local.template.Template;
import zaqar.settings.Settings;

/**
 * One DynamoDB for all tests of a process, with the template's tables: that of a cloud if the
 * environment names one, else one in this process.
 */
final class TestStore {
  /** These tests have neither a bus nor queues. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  /** There is a table for it, but it is no pool until somebody registers it. */
  static final String SPARE_POOL = "spare";

  /** Parameters by which everybody may subscribe, also on this machine. */
  static final Map<String, String> DELIVERING =
      Map.of("RequireConfirmation", "false", "AllowHttp", "true", "AllowLoopback", "true");

  private static Optional<SdkHttpClient> way = Optional.empty();
  private static final URI ENDPOINT = withTables(NamedCloud.dynamoDb().orElseGet(TestStore::start));
  private static final Kms KEYS = Kms.start(Optional.empty());

  private TestStore() {}

  private static URI start() {
    LocalStore store = LocalStore.inMemory();
    way = Optional.of(store.way());
    return store.endpoint();
  }

  /** The way to the store that instances go: without sockets if it is in this process. */
  static DynamoDb connect(Settings settings, Clock clock, ExecutionInterceptor... interceptors) {
    return DynamoDb.connect(settings, clock, way.orElseGet(DynamoDb::connections), interceptors);
  }

  private static URI withTables(URI endpoint) {
    try (Tables tables = new Tables(endpoint, "us-east-1", "local")) {
      tables.createMissing(template(Map.of()).tables());
      tables.createMissing(poolTables(SPARE_POOL));
    }
    return endpoint;
  }

  private static List<TableResource> poolTables(String name) {
    return Template.read(
            Checkout.current().poolTemplate(),
            Map.of(),
            Map.of("Service", Template.STACK_NAME, "Name", name),
            template(Map.of()).exports())
        .tables();
  }

  /** Makes a table that can be a pool; returns its name. */
  static String createPoolTable(String name) {
    List<TableResource> made = poolTables(name);
    try (Tables tables = new Tables(ENDPOINT, "us-east-1", "local")) {
      tables.createMissing(made);
    }
    return made.getFirst().name();
  }

  /** Deletes a table with all that is in it. */
  static void deleteTable(String name) {
    Settings settings = Settings.from(environment(Map.of()));
    try (DynamoDbClient client =
        DynamoDb.connect(settings, Clock.systemUTC(), DynamoDb.connections()).client()) {
      client.deleteTable(r -> r.tableName(name));
    }
  }

  private static Template template(Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("AuthMode", "none");
    return Template.read(Checkout.current().template(), Map.of(), all);
  }

  /** The environment of the functions as on Lambda, but for the parameters given and the store. */
  static Map<String, String> environment(Map<String, String> parameters) {
    Map<String, String> environment = template(parameters).environment();
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
