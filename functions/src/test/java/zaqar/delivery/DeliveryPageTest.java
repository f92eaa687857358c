// SPDX-License-Identifier: Apache-2.0
package zaqar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.http.Json;
import zaqar.messages.StoredBody;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.SubscriptionId;
import zaqar.subscriptions.Consent;
import zaqar.subscriptions.DeliveryState;
import zaqar.subscriptions.SigningSecrets;
import zaqar.subscriptions.Subscription;

class DeliveryPageTest {
  private static final QueueKey QUEUE = new QueueKey(new ProjectId("p"), new QueueName("q"));
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Announcement announcement(int messages) {
    return new Announcement(
        QUEUE,
        IntStream.range(0, messages)
            .mapToObj(
                n ->
                    new AnnouncedMessage(
                        new MessageId(new Ulid(1, n), (byte) 0),
                        Optional.empty(),
                        0,
                        NOW,
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(2),
                        false,
                        Optional.of(StoredBody.of(String.valueOf(n)))))
            .toList());
  }

  private static List<Subscription> subscriptions(int count, Instant slowUntil) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                new Subscription(
                    QUEUE,
                    new SubscriptionId(new Ulid(slowUntil.toEpochMilli(), n)),
                    "https://example.com/" + n,
                    Duration.ofSeconds(300),
                    NOW,
                    NOW.plusSeconds(300),
                    Json.object(),
                    new SigningSecrets("secret", Optional.empty(), Instant.EPOCH),
                    Consent.GIVEN,
                    NOW,
                    slowUntil,
                    DeliveryState.NONE,
                    1))
        .toList();
  }

  private static String name(DeliveryAttempt attempt) {
    return attempt.subscription() + attempt.content().key();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 400, 20",
    "100, 1, 5",
    "20, 1, 1",
    "4, 5, 1",
    "5, 4, 1",
    "3, 7, 2",
    "7, 3, 2",
    "100, 100, 500",
    "2, 1000, 100",
    "0, 5, 0",
    "5, 0, 0"
  })
  void pages_holdEachDeliveryOnceAndFewEach(int messages, int subscribers, int pages) {
    List<DeliveryPage> all =
        DeliveryPage.divide(announcement(messages), subscriptions(subscribers, Instant.EPOCH), NOW);

    Set<String> distinct = new HashSet<>();
    for (DeliveryPage page : all) {
      assertThat(page.attempts()).hasSizeBetween(1, DeliveryPage.MOST);
      page.attempts().forEach(each -> assertThat(distinct.add(name(each))).isTrue());
    }
    assertThat(distinct).hasSize(messages * subscribers);
    assertThat(all).hasSize(pages);
  }

  @Test
  void slowSubscribers_havePagesOfTheirOwn() {
    List<Subscription> some =
        List.of(
            subscriptions(1, NOW.plusSeconds(60)).getFirst(),
            subscriptions(1, Instant.EPOCH).getFirst());

    List<DeliveryPage> pages = DeliveryPage.divide(announcement(2), some, NOW);

    assertThat(pages).extracting(DeliveryPage::isSlow).containsExactly(false, true);
    assertThat(pages.getLast().attempts()).allMatch(DeliveryAttempt::isSlow);
  }

  @Test
  void page_comesOutOfTheQueueAsItWentIn() {
    DeliveryPage page =
        DeliveryPage.divide(announcement(2), subscriptions(3, NOW.plusSeconds(60)), NOW).getFirst();

    var entry = Json.parse(page.write());

    assertThat(DeliveryPage.isOne(entry)).isTrue();
    assertThat(RemainingFanOut.isOne(entry)).isFalse();
    assertThat(DeliveryPage.read(entry).write()).isEqualTo(page.write());
    assertThat(page.due()).isEqualTo(NOW.plusSeconds(2));
  }

  @Test
  void rest_comesOutOfTheQueueAsItWentIn() {
    RemainingFanOut rest = new RemainingFanOut(announcement(2), "01kayw2c5t9vq7m3h8e6b4n0za");

    var entry = Json.parse(rest.write());

    assertThat(RemainingFanOut.isOne(entry)).isTrue();
    assertThat(DeliveryPage.isOne(entry)).isFalse();
    assertThat(RemainingFanOut.read(entry).after()).isEqualTo(rest.after());
    assertThat(RemainingFanOut.read(entry).write()).isEqualTo(rest.write());
  }

  @Test
  void event_ofTheBusIsAnAnnouncementThatNobodyHasBegun() {
    var event = Json.object().put("source", "zaqar").set("detail", announcement(1).document());

    assertThat(RemainingFanOut.isOne(event)).isTrue();
    assertThat(RemainingFanOut.read(event).after()).isEmpty();
  }
}
