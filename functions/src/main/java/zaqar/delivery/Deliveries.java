package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.dynamodb.Platform;
import zaqar.http.Json;
import zaqar.messages.MessageStore;
import zaqar.messages.Messages;
import zaqar.messages.StoredBody;
import zaqar.queues.Queues;
import zaqar.queues.RetryPolicy;
import zaqar.settings.DeliverySettings;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Delivers messages to subscribers (design 5): at least once each, tried again as the retry policy
 * says, and given up only to a place where they are found again.
 */
public final class Deliveries {
  /** A shorter wait is not worth another way through the queue. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How many deliveries to one subscriber are under way in one instance. */
  private static final int LANE_WIDTH = 20;

  private static final Duration SHORTEST_POSTPONEMENT = Duration.ofSeconds(2);
  private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);
  private static final String POLICY = "_retry_policy";

  private final SubscriptionStore subscriptions;
  private final Queues queues;
  private final MessageStore messages;
  private final DeliveryQueue queue;
  private final Undelivered undelivered;
  private final WebhookSender webhooks;
  private final DeliveryLog log;
  private final Clock clock;
  private final Lanes lanes = new Lanes(LANE_WIDTH);

  Deliveries(
      SubscriptionStore subscriptions,
      Queues queues,
      MessageStore messages,
      DeliveryQueue queue,
      Undelivered undelivered,
      WebhookSender webhooks,
      DeliveryLog log,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.queues = queues;
    this.messages = messages;
    this.queue = queue;
    this.undelivered = undelivered;
    this.webhooks = webhooks;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Connects to the queues of the settings.
   *
   * @param log takes one line at a time
   */
  public static Deliveries connect(
      Platform platform,
      SubscriptionStore subscriptions,
      Queues queues,
      Messages messages,
      MessageStore bodies,
      AddressGuard guard,
      Consumer<String> log) {
    Clock clock = platform.clock();
    SqsClient sqs = Clients.sqs(platform.settings());
    DeliverySettings settings = platform.settings().delivery();
    return new Deliveries(
        subscriptions,
        queues,
        bodies,
        new DeliveryQueue(sqs, settings.deliveryQueue(), clock),
        new Undelivered(messages, sqs, settings.undeliveredQueue()),
        new WebhookSender(guard, clock, platform.parallel().executor()),
        new DeliveryLog(clock, log),
        clock);
  }

  /**
   * Handles what came out of the delivery queue: an announcement, or an attempt.
   *
   * @throws RuntimeException if it is to come again
   */
  public void handle(String body) {
    JsonNode document = Json.parse(body);
    if (document.has("detail")) {
      fanOut(Announcement.read(document.get("detail")));
    } else {
      attempt(Attempt.read(document));
    }
  }

  private void fanOut(Announcement announcement) {
    List<Subscription> confirmed =
        subscriptions.confirmed(announcement.queue().hexHash(), clock.instant());
    queue.send(
        announcement.messages().stream()
            .flatMap(
                message ->
                    confirmed.stream()
                        .map(to -> Attempt.first(announcement.queue(), to.id(), message))));
  }

  private void attempt(Attempt attempt) {
    Instant now = clock.instant();
    Optional<Subscription> subscription =
        subscriptions
            .get(attempt.queue(), attempt.subscription())
            .filter(found -> found.isLive(now) && found.confirmed());
    if (subscription.isEmpty()) {
      return;
    }
    if (attempt.due().isAfter(now.plus(SOON))) {
      queue.send(Stream.of(attempt));
    } else if (lanes.enter(attempt.subscription())) {
      try {
        deliver(attempt, subscription.get());
      } finally {
        lanes.leave(attempt.subscription());
      }
    } else {
      queue.send(Stream.of(attempt.postponed(now.plus(postponement(attempt, now)))));
    }
  }

  /** Half of the time that the message has waited: so a long queue does not go round and round. */
  private static Duration postponement(Attempt attempt, Instant now) {
    Duration half = Duration.between(attempt.message().availableAt(), now).dividedBy(2);
    if (half.compareTo(SHORTEST_POSTPONEMENT) < 0) {
      return SHORTEST_POSTPONEMENT;
    }
    return half.compareTo(LONGEST_POSTPONEMENT) > 0 ? LONGEST_POSTPONEMENT : half;
  }

  private void deliver(Attempt attempt, Subscription to) {
    Optional<String> body =
        attempt
            .message()
            .body()
            .map(StoredBody::text)
            .or(() -> messages.bodyApart(attempt.queue(), attempt.message().id()));
    Outcome outcome =
        body.isPresent()
            ? send(attempt, to, body.get())
            : new Outcome.Refused("the message's body is gone");
    log.tried(attempt, outcome);
    switch (outcome) {
      case Outcome.Delivered delivered -> {}
      case Outcome.Failed failed -> again(attempt, to, failed, body.orElse(""));
      case Outcome.Refused refused -> giveUp(attempt, to, refused.reason(), body.orElse(""));
      case Outcome.Gone gone -> {
        subscriptions.replace(to, to.confirmed(false), clock.instant());
        giveUp(attempt, to, "the receiver is gone", body.orElse(""));
      }
    }
  }

  private Outcome send(Attempt attempt, Subscription to, String body) {
    Announced message = attempt.message();
    Notification notification =
        new Notification(
            attempt.queue().name(),
            body,
            message.ttl(),
            Optional.of(message.delay()).filter(Duration::isPositive));
    WebhookRequest request =
        WebhookOptions.read(to.options()).request(to.subscriber(), notification.document());
    String id = message.id() + "-" + to.id();
    return webhooks.send(id, request, new Signer(to.secret()));
  }

  private void again(Attempt attempt, Subscription to, Outcome.Failed failed, String body) {
    List<Duration> schedule =
        RetryPolicy.choose(queues.retryPolicy(attempt.queue()), to.options().path(POLICY))
            .schedule();
    if (attempt.failures() >= schedule.size()) {
      giveUp(attempt, to, failed.reason(), body);
      return;
    }
    Duration wait = schedule.get(attempt.failures());
    Duration asked = failed.retryAfter().orElse(Duration.ZERO);
    Instant due = clock.instant().plus(wait.compareTo(asked) > 0 ? wait : asked);
    queue.send(Stream.of(attempt.again(due, failed.reason())));
  }

  private void giveUp(Attempt attempt, Subscription to, String reason, String body) {
    undelivered.keep(attempt, to, reason, body);
    log.givenUp(attempt, reason);
  }
}
