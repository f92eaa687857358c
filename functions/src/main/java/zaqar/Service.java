// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import zaqar.auth.ShareApi;
import zaqar.auth.UrlSigner;
import zaqar.claims.Claims;
import zaqar.claims.ClaimsApi;
import zaqar.claims.RedriveApi;
import zaqar.delivery.Announcer;
import zaqar.delivery.ConfirmationQueue;
import zaqar.delivery.Deliveries;
import zaqar.delivery.LetterRedeliveries;
import zaqar.delivery.SubscriberRules;
import zaqar.dynamodb.Connections;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.FreshRandom;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.encryption.DataKeys;
import zaqar.flavors.Flavors;
import zaqar.flavors.FlavorsApi;
import zaqar.health.Health;
import zaqar.health.HealthApi;
import zaqar.health.HealthMonitor;
import zaqar.home.ConsoleApi;
import zaqar.home.HomeApi;
import zaqar.http.ApiGateway;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.Routes;
import zaqar.messages.AvailableMessages;
import zaqar.messages.LongPolling;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageStore;
import zaqar.messages.MessageView;
import zaqar.messages.Messages;
import zaqar.messages.MessagesApi;
import zaqar.metrics.Metrics;
import zaqar.pools.Pools;
import zaqar.pools.PoolsApi;
import zaqar.queues.HeadStore;
import zaqar.queues.MeasuredQueues;
import zaqar.queues.MissingTables;
import zaqar.queues.QueueStateStore;
import zaqar.queues.Queues;
import zaqar.queues.QueuesApi;
import zaqar.receivers.AddressGuard;
import zaqar.receivers.OwnHosts;
import zaqar.receivers.ReceiverCheck;
import zaqar.receivers.WebhookSigner;
import zaqar.settings.DeliverySettings;
import zaqar.settings.Settings;
import zaqar.subscriptions.SubscriptionStore;
import zaqar.subscriptions.Subscriptions;
import zaqar.subscriptions.SubscriptionsApi;

/**
 * The whole service, built from the environment: what the functions share in one process, and where
 * every part gets what it stands on.
 */
public final class Service {
  final ApiGateway home;
  final ApiGateway queues;
  final ApiGateway messages;
  final ApiGateway claims;
  final ApiGateway pools;
  final ApiGateway flavors;
  final ApiGateway health;
  private final Settings settings;
  private final UrlSigner signer;
  final Parallel parallel;
  private final Consumer<String> log;

  /** Writes the metrics of queues that ask for them. */
  final Runnable measureQueues;

  // These are made when they are asked for: the others need neither bus nor queues.
  final Supplier<ApiGateway> subscriptions;
  final Supplier<HealthMonitor> watch;
  final Supplier<Announcer> announcer;
  final Supplier<Deliveries> deliveries;

  /**
   * Builds the service.
   *
   * @param lines takes one line of the log at a time
   */
  public Service(Platform platform, Consumer<String> lines) {
    settings = platform.settings();
    Clock clock = platform.clock();
    String version = version();
    // Lambda filters no lines by their level that lack the time.
    log =
        line ->
            lines.accept(
                "{\"timestamp\":\""
                    + clock.instant().truncatedTo(ChronoUnit.MILLIS)
                    + "\",\"version\":\""
                    + version
                    + "\","
                    + line.substring(1));

    QueueStateStore states = new QueueStateStore(platform);
    HeadStore heads = new HeadStore(platform, states);
    SubscriptionStore subscriptionStore = new SubscriptionStore(platform);
    Pools poolRules = new Pools(platform);
    Flavors flavorRules = new Flavors(platform, poolRules);
    Queues queueRules =
        new Queues(
            platform,
            states,
            new OperatorPools(poolRules, flavorRules),
            subscriptionStore::deleteAll);
    DeliverySettings delivery = settings.delivery();
    AddressGuard guard =
        new AddressGuard(
            delivery.allowHttp(),
            delivery.allowLoopback(),
            OwnHosts.of(delivery.ownHosts()),
            InetAddress::getAllByName);
    Metrics metrics = new Metrics(settings.metricsNamespace(), clock, log);
    MessageStore store = new MessageStore(platform, DataKeys.connect(platform, metrics));
    AvailableMessages head = new AvailableMessages(platform, store, states, heads);
    MessageIds ids = new MessageIds(platform::now, platform.random());
    Messages messageRules = new Messages(platform, states, queueRules, store, head, heads, ids);
    Claims claimRules = new Claims(platform, states, queueRules, store, head, ids);
    MessageView view = new MessageView(settings.enableChecksum());
    LongPolling polling = new LongPolling(platform);
    MessagesApi messagesApi = new MessagesApi(messageRules, view, settings, polling, clock);
    ClaimsApi claimsApi = new ClaimsApi(claimRules, view, settings.limits(), polling, clock);
    Routes ofTrials = messagesApi.routes(Filter.none()).and(claimsApi.routes(Filter.none()));
    Health healthRules =
        new Health(
            platform,
            poolRules,
            new CanaryRoutes(platform, states, subscriptionStore, ofTrials, log),
            log);

    signer =
        new UrlSigner(
            // Without one, a secret that nobody knows: only a priming of this process is signed
            // so.
            settings.signedUrlSecret().orElseGet(() -> WebhookSigner.newSecret(platform.random())),
            settings.previousSignedUrlSecret());
    Filters filters = Filters.of(platform, signer, metrics, log);
    Filter callers = filters.callers();
    MissingTables lost = new MissingTables(states);
    Filter named =
        filters
            .named()
            .then((request, next) -> lost.around(request.queue(), () -> next.handle(request)));
    Filter admin = filters.admin();
    Function<Handler, ApiGateway> gateway =
        routes ->
            new ApiGateway(filters.outer().around(routes), platform.random(), new Errors(log));
    Function<Routes, ApiGateway> forOperators =
        routes -> gateway.apply(settings.adminMode() ? routes : new Routes());

    parallel = platform.parallel();
    announcer = () -> new Announcer(platform, subscriptionStore, metrics);
    deliveries =
        () -> {
          settings.requireSignedUrlSecret();
          return new Deliveries(
              platform, subscriptionStore, queueRules, messageRules, guard, signer, metrics);
        };

    home =
        gateway.apply(
            new HomeApi(states, settings.adminMode(), settings.console().isPresent(), version)
                .routes(filters.open(), callers)
                .and(
                    settings
                        .console()
                        .map(console -> new ConsoleApi(settings, console).routes())
                        .orElseGet(Routes::new)));
    queues =
        gateway.apply(
            new QueuesApi(queueRules, settings.limits(), clock)
                .routes(callers, named)
                .and(new ShareApi(signer, settings.limits(), clock).routes(named)));
    messages = gateway.apply(messagesApi.routes(named));
    claims =
        gateway.apply(
            claimsApi
                .routes(named)
                .and(
                    new RedriveApi(
                            claimRules,
                            new LetterRedeliveries(platform, subscriptionStore, messageRules),
                            settings.limits())
                        .routes(named)));
    pools = forOperators.apply(new PoolsApi(poolRules, settings.limits()).routes(callers, admin));
    flavors =
        forOperators.apply(new FlavorsApi(flavorRules, settings.limits()).routes(callers, admin));
    health = forOperators.apply(new HealthApi(healthRules).routes(callers, admin));
    watch = () -> new HealthMonitor(platform, healthRules, metrics);
    MeasuredQueues measured = new MeasuredQueues(platform, states);
    measureQueues = () -> measured.measure(metrics);
    subscriptions =
        () ->
            gateway.apply(
                new SubscriptionsApi(
                        new Subscriptions(
                            platform,
                            subscriptionStore,
                            states,
                            queueRules,
                            new ConfirmationQueue(platform),
                            () -> WebhookSigner.newSecret(platform.random())),
                        new SubscriberRules(
                            new ReceiverCheck(guard, delivery.mailFrom().isPresent()),
                            settings.limits().maxQueueNameLength()),
                        settings.limits(),
                        clock)
                    .routes(filters.open(), named));
  }

  /**
   * Builds the service from environment variables.
   *
   * @throws IllegalStateException if one is missing or malformed; the message names it
   */
  public static Service from(Map<String, String> environment) {
    return from(environment, DynamoDb.connections());
  }

  /** The same with other connections to DynamoDB. */
  public static Service from(Map<String, String> environment, Connections connections) {
    Settings settings = Settings.from(environment);
    FreshRandom random = FreshRandom.secure();
    Platform platform =
        platform(settings, random, clock -> DynamoDb.connect(settings, clock, connections));
    Service service = new Service(platform, System.out::println);
    if (Snapshot.isPlanned(environment)) {
      String function = environment.getOrDefault("_HANDLER", "");
      Priming priming =
          new Priming(
              function,
              new Priming.Gateways(service.home, service.queues, service.messages, service.claims),
              service.signer,
              platform,
              failure -> service.report("priming failed", failure));
      new Snapshot(priming, connections, platform.dynamoDb().clockGuard(), random).plan();
    }
    return service;
  }

  /** The same on a store in this process. */
  public static Service from(Map<String, String> environment, DynamoDb.InProcess store) {
    Settings settings = Settings.from(environment);
    Platform platform =
        platform(settings, FreshRandom.secure(), clock -> DynamoDb.connect(store, settings, clock));
    return new Service(platform, System.out::println);
  }

  private static Platform platform(
      Settings settings, RandomGenerator random, Function<Clock, DynamoDb> dynamoDb) {
    Clock clock = Clock.systemUTC();
    return new Platform(
        dynamoDb.apply(clock),
        settings,
        new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
        clock,
        Sleeper.real(),
        random);
  }

  /** For a function that asks who calls. */
  ApiGateway asking(ApiGateway gateway) {
    settings.access().requireSecrets();
    return gateway;
  }

  /** For a function that signs, or takes what is signed, too. */
  ApiGateway signing(ApiGateway gateway) {
    settings.requireSignedUrlSecret();
    return asking(gateway);
  }

  /** As Maven has written it into the package; classes that it has not packaged have none. */
  private static String version() {
    try (InputStream version = Service.class.getResourceAsStream("version")) {
      return version == null
          ? "unknown"
          : new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does some work; false if it fails for a reason of ours, which is written down. */
  boolean attempt(String failed, Runnable work) {
    try {
      work.run();
      return true;
    } catch (OutOfMemoryError full) {
      throw full;
    } catch (RuntimeException | Error e) {
      report(failed, e);
      return false;
    }
  }

  /** Writes down what went wrong where nobody waits for an answer. */
  void report(String what, Throwable failure) {
    log.accept(
        Json.line(
            Json.object()
                .put("level", "ERROR")
                .put("reason", what)
                .put("failure", String.valueOf(failure))));
  }
}
