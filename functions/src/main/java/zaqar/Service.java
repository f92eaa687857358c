package zaqar;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import zaqar.auth.Callers;
import zaqar.auth.QueueNames;
import zaqar.auth.Roles;
import zaqar.auth.SignedUrls;
import zaqar.auth.UrlSigner;
import zaqar.claims.Claims;
import zaqar.claims.ClaimsApi;
import zaqar.delivery.Announcer;
import zaqar.delivery.ConfirmationQueue;
import zaqar.delivery.Deliveries;
import zaqar.delivery.SubscriberRules;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Pause;
import zaqar.dynamodb.Platform;
import zaqar.flavors.Flavors;
import zaqar.flavors.FlavorsApi;
import zaqar.home.HomeApi;
import zaqar.http.Acceptable;
import zaqar.http.ApiGateway;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.FormBodies;
import zaqar.http.Handler;
import zaqar.http.Json;
import zaqar.http.RequestLog;
import zaqar.http.Routes;
import zaqar.http.TimeLimit;
import zaqar.messages.Heads;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageStore;
import zaqar.messages.MessageView;
import zaqar.messages.Messages;
import zaqar.messages.MessagesApi;
import zaqar.metrics.Metrics;
import zaqar.pools.Pools;
import zaqar.pools.PoolsApi;
import zaqar.queues.Hints;
import zaqar.queues.QueueStates;
import zaqar.queues.Queues;
import zaqar.queues.QueuesApi;
import zaqar.receivers.AddressGuard;
import zaqar.receivers.ReceiverCheck;
import zaqar.receivers.Signer;
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
  /** Less than the functions' timeout in template.yaml, whose end would reach clients as no 503. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(17);

  private final ApiGateway home;
  private final ApiGateway queues;
  private final ApiGateway messages;
  private final ApiGateway claims;
  private final ApiGateway pools;
  private final ApiGateway flavors;
  private final Parallel parallel;
  private final Consumer<String> log;
  private final Supplier<ApiGateway> subscriptions;
  private final Supplier<Announcer> announcer;
  private final Supplier<Deliveries> deliveries;

  /**
   * Builds the service.
   *
   * @param log takes one line at a time
   */
  public Service(Platform platform, Consumer<String> log) {
    Settings settings = platform.settings();
    Clock clock = platform.clock();

    QueueStates states = new QueueStates(platform);
    Hints hints = new Hints(platform);
    SubscriptionStore subscriptionStore = new SubscriptionStore(platform);
    Pools poolRules = new Pools(platform);
    Flavors flavorRules = new Flavors(platform, poolRules);
    Queues queueRules =
        new Queues(
            platform,
            states,
            new PoolPlacement(poolRules, flavorRules),
            subscriptionStore::deleteAll);
    DeliverySettings delivery = settings.delivery();
    AddressGuard guard =
        new AddressGuard(delivery.allowHttp(), delivery.allowLoopback(), InetAddress::getAllByName);
    MessageStore store = new MessageStore(platform);
    Heads heads = new Heads(platform, store, states, hints);
    MessageIds ids = new MessageIds(platform::now, platform.random());
    Messages messageRules = new Messages(platform, states, queueRules, store, heads, ids);
    Claims claimRules = new Claims(platform, states, queueRules, hints, store, heads, ids);
    MessageView view = new MessageView(settings.enableChecksum());

    Metrics metrics = new Metrics(clock, log);
    UrlSigner signer = new UrlSigner(settings.signedUrlSecret());
    Filter outer =
        new RequestLog(clock, log)
            .then(new Errors(log))
            .then(new TimeLimit(TIME_LIMIT, platform.parallel().executor()))
            .then(new ClockRefusals(metrics));
    Filter open = new FormBodies().then(new Acceptable());
    Filter callers =
        new SignedUrls(signer, clock)
            .then(open)
            .then(new Callers(settings.clientIdMode(), settings.limits()));
    Filter named = callers.then(new QueueNames(settings.limits()));
    Filter admin = Roles.required("admin");

    parallel = platform.parallel();
    this.log = log;
    announcer = () -> Announcer.connect(platform, subscriptionStore);
    deliveries =
        () ->
            Deliveries.connect(
                platform, subscriptionStore, queueRules, messageRules, guard, signer, metrics);

    home =
        gateway(platform, outer, new HomeApi(states, settings.adminMode()).routes(open, callers));
    queues =
        gateway(
            platform,
            outer,
            new QueuesApi(queueRules, settings.limits(), clock).routes(callers, named));
    messages =
        gateway(
            platform, outer, new MessagesApi(messageRules, view, settings, clock).routes(named));
    claims =
        gateway(
            platform,
            outer,
            new ClaimsApi(claimRules, view, settings.limits(), clock).routes(named));
    pools =
        gateway(
            platform,
            outer,
            forOperators(
                settings, new PoolsApi(poolRules, settings.limits()).routes(callers, admin)));
    flavors =
        gateway(
            platform,
            outer,
            forOperators(
                settings, new FlavorsApi(flavorRules, settings.limits()).routes(callers, admin)));
    subscriptions =
        () ->
            gateway(
                platform,
                outer,
                new SubscriptionsApi(
                        new Subscriptions(
                            platform,
                            subscriptionStore,
                            states,
                            queueRules,
                            ConfirmationQueue.connect(platform),
                            () -> Signer.newSecret(platform.random())),
                        new SubscriberRules(
                            new ReceiverCheck(guard, delivery.mailFrom().isPresent()),
                            settings.limits().maxQueueNameLength()),
                        settings.limits(),
                        clock)
                    .routes(open, named));
  }

  /**
   * Builds the service from environment variables.
   *
   * @throws IllegalStateException if one is missing or malformed; the message names it
   */
  public static Service from(Map<String, String> environment) {
    Settings settings = Settings.from(environment);
    Clock clock = Clock.systemUTC();
    return new Service(
        new Platform(
            DynamoDb.connect(settings, clock),
            settings,
            new Parallel(Executors.newVirtualThreadPerTaskExecutor()),
            clock,
            Pause.real(),
            new SecureRandom()),
        System.out::println);
  }

  /** Routes that are there in admin mode alone. */
  private static Handler forOperators(Settings settings, Routes routes) {
    return settings.adminMode() ? routes : new Routes();
  }

  private static ApiGateway gateway(Platform platform, Filter filters, Handler routes) {
    return new ApiGateway(filters.around(routes), platform.random());
  }

  ApiGateway home() {
    return home;
  }

  ApiGateway queues() {
    return queues;
  }

  ApiGateway messages() {
    return messages;
  }

  ApiGateway claims() {
    return claims;
  }

  ApiGateway pools() {
    return pools;
  }

  ApiGateway flavors() {
    return flavors;
  }

  /** These three are made when they are asked for: the others need neither bus nor queues. */
  ApiGateway subscriptions() {
    return subscriptions.get();
  }

  Announcer announcer() {
    return announcer.get();
  }

  Deliveries deliveries() {
    return deliveries.get();
  }

  Parallel parallel() {
    return parallel;
  }

  /** Writes down what went wrong where nobody waits for an answer. */
  void report(String what, RuntimeException failure) {
    log.accept(
        Json.write(
            Json.object()
                .put("level", "ERROR")
                .put("reason", what)
                .put("failure", String.valueOf(failure))));
  }
}
