package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.QueueInPool;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

class StoredBodyTest {
  private static final int UNIT = 1024;
  private static final QueueInPool QUEUE =
      new QueueInPool(new QueueKey(new ProjectId("p"), new QueueName("q")), "messages");

  private static MessageItems.Items items(String body) {
    Instant now = Instant.parse("2026-01-01T00:00:00.123Z");
    return MessageItems.write(
        QUEUE,
        new MessageItems.NewMessage(
            new MessageId(Ulid.fast(), 63),
            new ClientId(new UUID(1, 2)),
            now,
            Duration.ofDays(14),
            now.plusSeconds(900),
            0,
            body),
        now);
  }

  private static String incompressible(int length) {
    StringBuilder text = new StringBuilder("\"");
    Random random = new Random(7);
    while (text.length() < length - 1) {
      text.append((char) ('!' + random.nextInt(94)));
    }
    return text.append('"').toString().replace('\\', '/');
  }

  @Test
  void body_of890BytesIsInline() {
    assertThat(items(incompressible(890)).body()).isNull();
  }

  @Test
  void body_isInlineOnlyIfItsItemStaysWithinAUnitWhenClaimed() {
    for (int length = 850; length < 1000; length++) {
      MessageItems.Items items = items(incompressible(length));
      Map<String, AttributeValue> worst = new HashMap<>(items.message());
      worst.put(MessageTable.CLAIM, Attributes.ulid(Ulid.fast()));
      worst.put(MessageTable.CLAIMED_UNTIL, Attributes.number(Long.MAX_VALUE / 1000));
      worst.put(MessageTable.CLAIM_COUNT, Attributes.number(Long.MAX_VALUE / 1_000_000));
      worst.put(MessageTable.WRITTEN, Attributes.number(Instant.now().toEpochMilli()));
      assertThat(size(worst)).as("body of %s", length).isLessThanOrEqualTo(UNIT);
    }
  }

  @Test
  void body_isDeflatedWhereThatSavesAUnit() {
    MessageItems.Items items = items("\"" + "ab".repeat(4000) + "\"");

    assertThat(items.body()).isNull();
    assertThat(items.message()).containsKey(MessageTable.DEFLATED_BODY);
    assertThat(text(items.message())).isEqualTo("\"" + "ab".repeat(4000) + "\"");
  }

  @Test
  void body_thatDoesNotFitIsApartAndOutlivesItsMessage() {
    String body = incompressible(5000);
    MessageItems.Items items = items(body);

    assertThat(StoredBody.read(items.message())).isNull();
    assertThat(items.body()).isNotNull();
    assertThat(text(items.body())).isEqualTo(body);
    assertThat(Attributes.number(items.body(), MessageTable.EXPIRY))
        .isEqualTo(
            Attributes.number(items.message(), MessageTable.EXPIRY)
                + Duration.ofDays(2).toSeconds());
  }

  private static String text(Map<String, AttributeValue> item) {
    return Objects.requireNonNull(StoredBody.read(item)).text();
  }

  /**
   * The size that DynamoDB bills: names, numbers at a byte for two digits and one more, binary as
   * it is.
   */
  private static int size(Map<String, AttributeValue> item) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      AttributeValue value = attribute.getValue();
      size += attribute.getKey().length();
      size += value.b() == null ? value.n().length() / 2 + 2 : value.b().asByteArray().length;
    }
    return size;
  }
}
