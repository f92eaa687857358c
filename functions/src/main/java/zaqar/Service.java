package zaqar;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import zaqar.auth.Callers;
import zaqar.auth.QueueNames;
import zaqar.auth.SignedUrls;
import zaqar.claims.Claims;
import zaqar.claims.ClaimsApi;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Pause;
import zaqar.dynamodb.Platform;
import zaqar.home.HomeApi;
import zaqar.http.Acceptable;
import zaqar.http.ApiGateway;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.FormBodies;
import zaqar.http.Handler;
import zaqar.http.RequestLog;
import zaqar.http.TimeLimit;
import zaqar.messages.Heads;
import zaqar.messages.MessageIds;
import zaqar.messages.MessageStore;
import zaqar.messages.MessageView;
import zaqar.messages.Messages;
import zaqar.messages.MessagesApi;
import zaqar.queues.Hints;
import zaqar.queues.QueueStates;
import zaqar.queues.Queues;
import zaqar.queues.QueuesApi;
import zaqar.settings.Settings;

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
    Queues queueRules = new Queues(platform, states);
    MessageStore store = new MessageStore(platform);
    Heads heads = new Heads(platform, store, states, hints);
    MessageIds ids = new MessageIds(platform::now, platform.random());
    Messages messageRules = new Messages(platform, states, queueRules, store, heads, ids);
    Claims claimRules = new Claims(platform, states, hints, store, heads, ids);
    MessageView view = new MessageView(settings.enableChecksum());

    Filter outer =
        new RequestLog(clock, log)
            .then(new Errors(log))
            .then(new TimeLimit(TIME_LIMIT, platform.parallel().executor()))
            .then(new ClockRefusals(clock, log));
    Filter open = new FormBodies().then(new Acceptable());
    Filter callers =
        new SignedUrls().then(open).then(new Callers(settings.clientIdMode(), settings.limits()));
    Filter named = callers.then(new QueueNames(settings.limits()));

    home = gateway(platform, outer, new HomeApi(states).routes(open, callers));
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
}
