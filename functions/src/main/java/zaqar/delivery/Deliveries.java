// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.auth.UrlSigner;
import zaqar.aws.AwsClients;
import zaqar.dynamodb.Platform;
import zaqar.http.Json;
import zaqar.messages.Messages;
import zaqar.metrics.Metrics;
import zaqar.names.ProjectId;
import zaqar.names.SubscriptionId;
import zaqar.queues.Queues;
import zaqar.receivers.AddressGuard;
import zaqar.receivers.DeliveryOutcome;
import zaqar.receivers.MailSender;
import zaqar.receivers.NotificationSender;
import zaqar.receivers.Receiver;
import zaqar.receivers.WebhookSender;
import zaqar.settings.DeliverySettings;
import zaqar.settings.Settings;
import zaqar.subscriptions.ConfirmationLimitStore;
import zaqar.subscriptions.Subscription;
import zaqar.subscriptions.SubscriptionStore;

/**
 * Delivers to subscribers (design 5): at least once each, tried again as the retry policy says, and
 * given up only to a place where it is found again.
 */
public final class Deliveries {
  /** A shorter wait is not worth another way through the queue. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How many deliveries to one subscriber are under way in one instance. */
  private static final int LANE_WIDTH = 20;

  /**
   * How many pages of one project are under way in one instance. On Lambda it has ten at most;
   * where one process does all, the others of a large fan-out wait, and nobody behind them.
   */
  private static final int SHARE = 20;

  private static final Duration SHORTEST_POSTPONEMENT = Duration.ofSeconds(2);
  private static final Duration LONGEST_POSTPONEMENT = Duration.ofMinutes(5);

  private final SubscriptionStore subscriptions;
  private final ConfirmationLimitStore askings;
  private final DeliverySettings settings;
  private final DeliveryQueue queue;
  private final FanOut fanOut;
  private final Dispatcher courier;
  private final OutcomeHandler aftermath;
  private final DeliveryLog log;
  private final Platform platform;
  private final Clock clock;
  private final Bulkhead<SubscriptionId> lanes = new Bulkhead<>(LANE_WIDTH);
  private final Bulkhead<ProjectId> shares = new Bulkhead<>(SHARE);

  /**
   * Connects to the queues of the settings.
   *
   * @param guard decides which webhooks may be called
   * @param signer signs what answers to confirmations are recognized by
   */
  public Deliveries(
      Platform platform,
      SubscriptionStore subscriptions,
      Queues queues,
      Messages messages,
      AddressGuard guard,
      UrlSigner signer,
      Metrics metrics) {
    this.subscriptions = subscriptions;
    this.platform = platform;
    Settings all = platform.settings();
    SqsClient sqs = AwsClients.sqs(all);
    settings = all.delivery();
    clock = platform.clock();
    askings = new ConfirmationLimitStore(platform);
    log = new DeliveryLog(metrics, clock);
    queue = new DeliveryQueue(sqs, platform);
    NotificationSender sender =
        new NotificationSender(
            new WebhookSender(guard, clock, platform.parallel().executor()),
            settings.mailFrom().map(from -> new MailSender(AwsClients.ses(all), from)));
    courier =
        new Dispatcher(
            messages, new ConfirmationNotices(signer, settings.confirmationUrl()), sender, clock);
    fanOut =
        new FanOut(
            subscriptions, new BodyFilters(courier::text, platform.parallel()), queue, clock);
    aftermath =
        new OutcomeHandler(
            subscriptions,
            queues,
            queue,
            new DeadLetterSink(messages, courier, sqs, settings, clock),
            new DeliveryStates(subscriptions, log, clock),
            log,
            settings,
            clock);
  }

  /**
   * Handles what came out of the delivery queue: an announcement, a page of one, an attempt, or the
   * clock's word.
   *
   * @throws RuntimeException if it is to come again
   */
  public void handle(String body) {
    JsonNode document = Json.parse(body);
    if (DeliveryQueue.isHandOver(document)) {
      queue.handOver();
    } else if (RemainingFanOut.isOne(document)) {
      fanOut.divide(RemainingFanOut.read(document)).ifPresent(this::deliver);
    } else if (DeliveryPage.isOne(document)) {
      deliver(DeliveryPage.read(document));
    } else {
      attempt(DeliveryAttempt.read(document));
    }
  }

  private void deliver(DeliveryPage page) {
    Instant now = clock.instant();
    ProjectId project = page.queue().project();
    if (page.due().isAfter(now.plus(SOON))) {
      queue.send(Stream.of(page));
    } else if (shares.enter(project)) {
      try {
        deliver(page.attempts());
      } finally {
        shares.leave(project);
      }
    } else {
      Instant waitingSince = page.announcement().messages().getFirst().availableAt();
      queue.send(Stream.of(page.postponed(now.plus(postponement(waitingSince, now)))));
    }
  }

  /** An attempt of a page that fails for a reason of ours comes again alone. */
  private void deliver(List<DeliveryAttempt> attempts) {
    List<DeliveryAttempt> failed =
        platform.parallel().map(attempts, this::failed).stream().flatMap(Optional::stream).toList();
    if (!failed.isEmpty()) {
      Instant due = clock.instant().plus(SHORTEST_POSTPONEMENT);
      queue.send(failed.stream().map(attempt -> attempt.postponed(due)));
    }
  }

  private Optional<DeliveryAttempt> failed(DeliveryAttempt attempt) {
    try {
      attempt(attempt);
      return Optional.empty();
    } catch (RuntimeException e) {
      log.failed(attempt, e);
      return Optional.of(attempt);
    }
  }

  private void attempt(DeliveryAttempt attempt) {
    Instant now = clock.instant();
    Optional<Subscription> subscription =
        subscriptions
            .get(attempt.queue(), attempt.subscription())
            .filter(found -> isMeant(attempt, found, platform.at(now).earliest()));
    if (subscription.isEmpty()) {
      return;
    }
    if (attempt.due().isAfter(now.plus(SOON))) {
      postpone(attempt);
    } else if (!attempt.isSlow() && subscription.get().isSlow(now)) {
      queue.send(Stream.of(attempt.slow(true)));
    } else if (lanes.enter(attempt.subscription())) {
      try {
        deliver(attempt, subscription.get());
      } finally {
        lanes.leave(attempt.subscription());
      }
    } else {
      postpone(attempt.postponed(now.plus(postponement(attempt.content().availableAt(), now))));
    }
  }

  private boolean isMeant(DeliveryAttempt attempt, Subscription subscription, Instant now) {
    return switch (attempt.content()) {
      case Confirmation question -> subscription.isLive(now) && question.isMeantFor(subscription);
      case AnnouncedMessage message -> subscription.isTold(now, settings.requireConfirmation());
      case TestNotification test -> subscription.isTold(now, settings.requireConfirmation());
    };
  }

  /** The word of an end goes to who has agreed before, and needs no bound. */
  private boolean mayBeSent(DeliveryAttempt attempt, Subscription to) {
    return !(attempt.content() instanceof Confirmation word)
        || word.kind() == Confirmation.Kind.UNSUBSCRIBE
        || askings.countIfAllowed(Receiver.address(to.subscriber()), Dispatcher.id(attempt, to));
  }

  private void postpone(DeliveryAttempt attempt) {
    queue.send(Stream.of(attempt));
    log.postponed(attempt);
  }

  /** Half of the time that it has waited: so a long queue does not go round and round. */
  private static Duration postponement(Instant waitingSince, Instant now) {
    Duration half = Duration.between(waitingSince, now).dividedBy(2);
    if (half.compareTo(SHORTEST_POSTPONEMENT) < 0) {
      return SHORTEST_POSTPONEMENT;
    }
    return half.compareTo(LONGEST_POSTPONEMENT) > 0 ? LONGEST_POSTPONEMENT : half;
  }

  private void deliver(DeliveryAttempt attempt, Subscription to) {
    if (!mayBeSent(attempt, to)) {
      aftermath.holdBack(attempt, to);
      return;
    }
    Instant begin = clock.instant();
    DeliveryOutcome outcome = courier.carry(attempt, to);
    boolean isSlow = aftermath.markIfSlow(to, begin);
    aftermath.settle(attempt.slow(isSlow), to, outcome);
  }
}
