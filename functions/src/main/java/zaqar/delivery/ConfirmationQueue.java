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

  /** Connects to the queue of the settings. */
  public ConfirmationQueue(Platform platform) {
    settings = platform.settings();
    clock = platform.clock();
    queue = new DeliveryQueue(AwsClients.sqs(settings), platform);
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
    send(to, new TestNotification(asked));
  }

  private void send(Subscription to, Confirmation.Kind kind, String service) {
    if (settings.delivery().requireConfirmation()) {
      send(to, new Confirmation(kind, clock.instant(), to.answerBy(), service));
    }
  }

  private void send(Subscription to, DeliveryContent content) {
    boolean isSlow = to.isSlow(clock.instant());
    queue.send(Stream.of(DeliveryAttempt.first(to.queue(), to.id(), content, isSlow)));
  }
}
