// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.f4b6a3.ulid.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.MessageTable;
import zaqar.dynamodb.QueueInPool;
import zaqar.encryption.DataKey;
import zaqar.encryption.DataKeys;
import zaqar.encryption.SampleKeys;
import zaqar.names.ClientId;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;
import zaqar.names.RequestId;

class StoredBodyTest {
  private static final int UNIT = 1024;
  private static final QueueInPool QUEUE =
      new QueueInPool(new QueueKey(new ProjectId("p"), new QueueName("q")), "messages");

  private static final DataKeys KEYS = SampleKeys.keys();
  private static final MessageId ID = new MessageId(Ulid.fast(), 63);

  private static MessageItems.Items items(String body) {
    return items(body, 0, Optional.empty());
  }

  private static MessageItems.Items encrypted(String body) {
    return items(body, 0, Optional.of(KEYS.current()));
  }

  private static MessageItems.Items forwarded(String body) {
    return items(body, 2, Optional.empty());
  }

  private static MessageItems.Items letter(String body) {
    QueueName longest = new QueueName("q".repeat(64));
    DeadLetter letter = new DeadLetter(longest, Long.MAX_VALUE, Duration.ofDays(14));
    return items(body, 2, Optional.of(KEYS.current()), Optional.of(letter));
  }

  private static MessageItems.Items items(String body, int hops, Optional<DataKey> key) {
    return items(body, hops, key, Optional.empty());
  }

  private static MessageItems.Items items(
      String body, int hops, Optional<DataKey> key, Optional<DeadLetter> letter) {
    Instant now = Instant.parse("2026-01-01T00:00:00.123Z");
    return MessageItems.write(
        QUEUE,
        new MessageItems.NewMessage(
            ID,
            new ClientId(new UUID(1, 2)),
            Optional.of(new RequestId(new UUID(3, 4))),
            hops,
            now,
            Duration.ofDays(14),
            now.plusSeconds(900),
            0,
            body,
            letter),
        key,
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
  void body_of877BytesIsInline() {
    assertThat(items(incompressible(877)).body()).isNull();
  }

  @Test
  void encryptedBody_of844BytesIsInline() {
    assertThat(encrypted(incompressible(844)).body()).isNull();
  }

  @Test
  void body_isInlineOnlyIfItsItemStaysWithinAUnitWhenClaimed() {
    assertStaysWithinAUnit(StoredBodyTest::items);
  }

  @Test
  void body_ofAForwardedMessageIsInlineOnlyIfItsItemStaysWithinAUnitWhenClaimed() {
    assertStaysWithinAUnit(StoredBodyTest::forwarded);
    assertThat(forwarded("1").message().get(MessageTable.HOPS)).isEqualTo(Attributes.number(2));
    assertThat(items("1").message()).doesNotContainKey(MessageTable.HOPS);
  }

  @Test
  void encryptedBody_isInlineOnlyIfItsItemStaysWithinAUnitWhenClaimed() {
    assertStaysWithinAUnit(StoredBodyTest::encrypted);
  }

  @Test
  void body_ofADeadLetterIsInlineOnlyIfItsItemStaysWithinAUnitWhenClaimed() {
    assertStaysWithinAUnit(StoredBodyTest::letter);
  }

  private static void assertStaysWithinAUnit(Function<String, MessageItems.Items> write) {
    for (int length = 700; length < 1000; length++) {
      MessageItems.Items items = write.apply(incompressible(length));
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
  void encryptedBody_isDeflatedBeforeWhereThatSavesAUnit() {
    String body = "\"" + "ab".repeat(4000) + "\"";
    MessageItems.Items items = encrypted(body);

    assertThat(items.body()).isNull();
    assertThat(items.message())
        .containsKey(MessageTable.ENCRYPTED_BODY)
        .doesNotContainKeys(MessageTable.BODY, MessageTable.DEFLATED_BODY);
    assertThat(decrypted(items.message())).isEqualTo(body);
    assertThat(Attributes.number(items.message(), MessageTable.BODY_LENGTH)).isEqualTo(8002);
  }

  @Test
  void encryptedBody_mayBeApart() {
    String body = incompressible(5000);
    MessageItems.Items items = encrypted(body);

    assertThat(StoredBody.read(items.message())).isNull();
    assertThat(decrypted(items.body())).isEqualTo(body);
    assertThat(items.body()).doesNotContainKeys(MessageTable.BODY, MessageTable.DEFLATED_BODY);
  }

  @Test
  void encryptedBody_isNeverTakenForText() {
    StoredBody stored = StoredBody.read(encrypted("1").message());

    assertThat(stored.isEncrypted()).isTrue();
    assertThatIllegalStateException().isThrownBy(stored::text);
    assertThat(StoredBody.of("1").isEncrypted()).isFalse();
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

  private static String decrypted(Map<String, AttributeValue> item) {
    StoredBody stored = Objects.requireNonNull(StoredBody.read(item));
    return stored.decrypted(KEYS, QUEUE.queue(), ID).text();
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
      size += size(value);
    }
    return size;
  }

  private static int size(AttributeValue value) {
    if (value.s() != null) {
      return value.s().length();
    }
    return value.b() == null ? value.n().length() / 2 + 2 : value.b().asByteArray().length;
  }
}
