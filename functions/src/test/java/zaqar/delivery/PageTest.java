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
import zaqar.subscriptions.Secrets;
import zaqar.subscriptions.Subscription;

class PageTest {
  private static final QueueKey QUEUE = new QueueKey(new ProjectId("p"), new QueueName("q"));
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Announcement announcement(int messages) {
    return new Announcement(
        QUEUE,
        IntStream.range(0, messages)
            .mapToObj(
                n ->
                    new Announced(
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
                    new Secrets("secret", Optional.empty(), Instant.EPOCH),
                    Consent.GIVEN,
                    NOW,
                    slowUntil,
                    1))
        .toList();
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
    List<Page> all =
        Page.divide(announcement(messages), subscriptions(subscribers, Instant.EPOCH), NOW);

    Set<String> distinct = new HashSet<>();
    for (Page page : all) {
      assertThat(page.attempts()).hasSizeBetween(1, Page.MOST);
      page.attempts()
          .forEach(each -> assertThat(distinct.add(each.subscription() + each.content().key())));
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

    List<Page> pages = Page.divide(announcement(2), some, NOW);

    assertThat(pages).extracting(Page::isSlow).containsExactly(false, true);
    assertThat(pages.getLast().attempts()).allMatch(Attempt::isSlow);
  }

  @Test
  void page_comesOutOfTheQueueAsItWentIn() {
    Page page = Page.divide(announcement(2), subscriptions(3, NOW.plusSeconds(60)), NOW).getFirst();

    var entry = Json.parse(page.write());

    assertThat(Page.isOne(entry)).isTrue();
    assertThat(Rest.isOne(entry)).isFalse();
    assertThat(Page.read(entry).write()).isEqualTo(page.write());
    assertThat(page.due()).isEqualTo(NOW.plusSeconds(2));
  }

  @Test
  void rest_comesOutOfTheQueueAsItWentIn() {
    Rest rest = new Rest(announcement(2), "01kayw2c5t9vq7m3h8e6b4n0za");

    var entry = Json.parse(rest.write());

    assertThat(Rest.isOne(entry)).isTrue();
    assertThat(Page.isOne(entry)).isFalse();
    assertThat(Rest.read(entry).after()).isEqualTo(rest.after());
    assertThat(Rest.read(entry).write()).isEqualTo(rest.write());
  }

  @Test
  void event_ofTheBusIsAnAnnouncementThatNobodyHasBegun() {
    var event = Json.object().put("source", "zaqar").set("detail", announcement(1).document());

    assertThat(Rest.isOne(event)).isTrue();
    assertThat(Rest.read(event).after()).isEmpty();
  }
}
