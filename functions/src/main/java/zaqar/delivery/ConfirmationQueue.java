// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import zaqar.aws.AwsClients;
import zaqar.dynamodb.Platform;
import zaqar.settings.Settings;
import zaqar.subscriptions.Confirmations;
import zaqar.subscriptions.Subscription;

/**
 * Asks subscribers by way of the delivery queue, unless nobody has to be asked, and sends them
 * tests.
 */
public final class ConfirmationQueue implements Confirmations {
  private final DeliveryQueue queue;
  private final Settings settings;
  private final Clock clock;

  private ConfirmationQueue(DeliveryQueue queue, Settings settings, Clock clock) {
    this.queue = queue;
    this.settings = settings;
    this.clock = clock;
  }

  /** Connects to the queue of the settings. */
  public static ConfirmationQueue connect(Platform platform) {
    Settings settings = platform.settings();
    Clock clock = platform.clock();
    return new ConfirmationQueue(
        new DeliveryQueue(AwsClients.sqs(settings), platform), settings, clock);
  }

  @Override
  public void ask(Subscription subscription, String service) {
    send(subscription, Confirmation.Kind.SUBSCRIBE, service);
  }

  @Override
  public void tellTheEnd(Subscription subscription, String service) {
    send(subscription, Confirmation.Kind.UNSUBSCRIBE, service);
  }

  @Override
  public void test(Subscription to, Instant asked) {
    boolean isSlow = to.isSlow(clock.instant());
    TestNotification test = new TestNotification(asked);
    queue.send(Stream.of(DeliveryAttempt.first(to.queue(), to.id(), test, isSlow)));
  }

  private void send(Subscription to, Confirmation.Kind kind, String service) {
    if (settings.delivery().requireConfirmation()) {
      Instant now = clock.instant();
      Confirmation confirmation = new Confirmation(kind, now, to.answerBy(), service);
      queue.send(
          Stream.of(DeliveryAttempt.first(to.queue(), to.id(), confirmation, to.isSlow(now))));
    }
  }
}
