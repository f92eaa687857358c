// SPDX-License-Identifier: Apache-2.0
package zaqar.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.auth.ShareApi;
import zaqar.auth.UrlSigner;
import zaqar.claims.Claims;
import zaqar.claims.ClaimsApi;
import zaqar.claims.RedriveApi;
import zaqar.delivery.SubscriberRules;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.encryption.DataKeys;
import zaqar.flavors.Flavors;
import zaqar.flavors.FlavorsApi;
import zaqar.health.Health;
import zaqar.health.HealthApi;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Requests;
import zaqar.http.Response;
import zaqar.http.Routes;
import zaqar.messages.AvailableMessages;
import zaqar.messages.LongPolling;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageStore;
import zaqar.messages.MessageView;
import zaqar.messages.Messages;
import zaqar.messages.MessagesApi;
import zaqar.metrics.Metrics;
import zaqar.names.ProjectId;
import zaqar.pools.Pools;
import zaqar.pools.PoolsApi;
import zaqar.queues.HeadStore;
import zaqar.queues.PoolCatalog;
import zaqar.queues.PoolTable;
import zaqar.queues.QueueStateStore;
import zaqar.queues.Queues;
import zaqar.queues.QueuesApi;
import zaqar.receivers.AddressGuard;
import zaqar.receivers.OwnHosts;
import zaqar.receivers.ReceiverCheck;
import zaqar.settings.Limits;
import zaqar.settings.TemplateVariables;
import zaqar.subscriptions.Confirmations;
import zaqar.subscriptions.SubscriberCheck;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;
import zaqar.subscriptions.Subscriptions;
import zaqar.subscriptions.SubscriptionsApi;

/** Contract 3. */
class HomeDocumentTest {
  private static final Filter OPEN = (request, next) -> next.handle(request);
  private static final List<Routes> ROUTES = routes();

  private static final Handler NO_SERVICE =
      request -> {
        throw new UnsupportedOperationException();
      };

  /** A store that refuses every call. */
  private static final class NoStore implements DynamoDbClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private static final SubscriberCheck NO_RECEIVERS =
      new SubscriberRules(
          new ReceiverCheck(
              new AddressGuard(false, false, OwnHosts.NONE, host -> new InetAddress[0]), false),
          64);

  private static final PoolCatalog NO_PLACEMENT =
      new PoolCatalog() {
        @Override
        public boolean exists(ProjectId project, String flavor) {
          return false;
        }

        @Override
        public Optional<PoolTable> choose(Optional<String> flavor) {
          return Optional.empty();
        }

        @Override
        public void forget() {}

        @Override
        public boolean isOf(String pool, Optional<String> flavor) {
          return false;
        }
      };

  private static final Confirmations NO_CONFIRMATIONS =
      new Confirmations() {
        @Override
        public void ask(Subscription subscription, String service) {}

        @Override
        public void tellTheEnd(Subscription subscription, String service) {}

        @Override
        public void test(Subscription subscription, Instant asked) {}
      };

  private static List<Routes> routes() {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    Platform platform =
        new Platform(
            new DynamoDb(new NoStore(), new NoStore(), new ClockGuard(clock, Duration.ZERO)),
            TemplateVariables.settings(),
            new Parallel(Runnable::run),
            clock,
            Sleeper.real(),
            new Random(1));
    Limits limits = platform.settings().limits();
    MessageView view = new MessageView(false);
    Pools pools = new Pools(platform);
    QueueStateStore states = new QueueStateStore(platform);
    HeadStore heads = new HeadStore(platform, states);
    SubscriptionStore subscriptionStore = new SubscriptionStore(platform);
    Queues queues = new Queues(platform, states, NO_PLACEMENT, subscriptionStore::deleteAll);
    Subscriptions subscriptions =
        new Subscriptions(platform, subscriptionStore, states, queues, NO_CONFIRMATIONS, () -> "");
    MessageStore store =
        new MessageStore(
            platform, DataKeys.connect(platform, new Metrics("zaqar", clock, line -> {})));
    AvailableMessages head = new AvailableMessages(platform, store, states, heads);
    MessageIds ids = new MessageIds(platform::now, platform.random());
    Messages messages = new Messages(platform, states, queues, store, head, heads, ids);
    Claims claims = new Claims(platform, states, queues, store, head, ids);
    return List.of(
        new HomeApi(states, true, false, "1").routes(OPEN, OPEN),
        new QueuesApi(queues, limits, clock).routes(OPEN, OPEN),
        new ShareApi(new UrlSigner("key", Optional.empty()), limits, clock).routes(OPEN),
        new MessagesApi(messages, view, platform.settings(), new LongPolling(platform), clock)
            .routes(OPEN),
        new ClaimsApi(claims, view, limits, new LongPolling(platform), clock).routes(OPEN),
        new RedriveApi(claims, (letters, some) -> Set.of(), limits).routes(OPEN),
        new SubscriptionsApi(subscriptions, NO_RECEIVERS, limits, clock).routes(OPEN, OPEN),
        new PoolsApi(pools, limits).routes(OPEN, OPEN),
        new FlavorsApi(new Flavors(platform, pools), limits).routes(OPEN, OPEN),
        new HealthApi(new Health(platform, pools, pool -> NO_SERVICE, line -> {}))
            .routes(OPEN, OPEN));
  }

  private static Response home() {
    return ROUTES.getFirst().handle(Requests.of("GET", "/v2/"));
  }

  static Stream<Map.Entry<String, JsonNode>> relations() {
    return Json.parse(home().body()).get("resources").properties().stream();
  }

  @Test
  void document_isJsonHomeForADay() {
    assertThat(home().status()).isEqualTo(200);
    assertThat(home().headers())
        .containsEntry("Content-Type", "application/json-home")
        .containsEntry("Cache-Control", "max-age=86400");
    assertThat(relations().map(Map.Entry::getKey))
        .allMatch(name -> name.startsWith("rel/"))
        .contains("rel/queue", "rel/queues", "rel/messages", "rel/post_claim", "rel/ping");
  }

  @ParameterizedTest
  @MethodSource("relations")
  void relation_isARouteWithItsMethods(Map.Entry<String, JsonNode> relation) {
    String href = href(relation);
    String template = href.replaceFirst("\\{\\?.*}$", "");

    assertThat(ROUTES).flatMap(Routes::templates).contains(template);
    assertThat(allowed(template)).containsAll(methods(relation));
  }

  @ParameterizedTest
  @MethodSource("relations")
  void relation_describesAllVariablesOfItsTemplate(Map.Entry<String, JsonNode> relation) {
    String href = href(relation);
    List<String> variables =
        Stream.of(href.split("[{}]", -1))
            .filter(part -> !part.contains("/") && !part.isEmpty())
            .flatMap(part -> Stream.of(part.replace("?", "").split(",", -1)))
            .toList();

    assertThat(relation.getValue().path("href-vars").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(variables);
  }

  @Test
  void routes_areAllInTheDocumentButDiscoveryItselfAndConfirmation() {
    List<String> described = relations().map(r -> href(r).replaceFirst("\\{\\?.*}$", "")).toList();

    assertThat(ROUTES)
        .flatMap(Routes::templates)
        .filteredOn(template -> !List.of("/", "/v2/").contains(template))
        .filteredOn(template -> !template.endsWith("/confirm"))
        .allMatch(described::contains);
  }

  @Test
  void routes_areThoseOfTheTemplateAndOfItsDefault() {
    Set<String> ofHome = ROUTES.getFirst().templates();

    assertThat(ROUTES)
        .flatMap(Routes::templates)
        .filteredOn(template -> !ofHome.contains(template))
        .containsExactlyInAnyOrderElementsOf(TemplateVariables.paths());
  }

  private static String href(Map.Entry<String, JsonNode> relation) {
    JsonNode description = relation.getValue();
    return description.path("href-template").asText(description.path("href").asText());
  }

  private static List<String> methods(Map.Entry<String, JsonNode> relation) {
    JsonNode allow = relation.getValue().get("hints").get("allow");
    return allow.valueStream().map(JsonNode::textValue).toList();
  }

  private static List<String> allowed(String template) {
    Routes routes =
        ROUTES.stream().filter(r -> r.templates().contains(template)).findFirst().orElseThrow();
    String allow = routes.handle(Requests.of("OPTIONS", template)).headers().get("Allow");
    return List.of(allow.split(", ", -1));
  }
}
