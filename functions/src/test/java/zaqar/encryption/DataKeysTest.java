// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.dynamodb.Ticks;
import zaqar.http.Json;
import zaqar.names.MessageId;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

class DataKeysTest {
  private static final QueueKey QUEUE = queue("p", "q");
  private static final MessageId ID = new MessageId(new Ulid(1, 2), 3);
  private static final byte[] CLEAR = "what is said".getBytes(StandardCharsets.UTF_8);

  private final ControlTableInMemory table = new ControlTableInMemory();
  private final SampleKeys.Master master = new SampleKeys.Master();
  private final List<String> log = new ArrayList<>();
  private final Ticks clock = new Ticks();

  private final DataKeys keys = instance();

  DataKeysTest() {
    clock.set(Instant.parse("2026-01-01T12:30:00Z"));
  }

  private static QueueKey queue(String project, String name) {
    return new QueueKey(new ProjectId(project), new QueueName(name));
  }

  private DataKeys instance() {
    return SampleKeys.keys(table, Optional.of(master), clock, log::add);
  }

  private byte[] encrypted() {
    return keys.current().encrypt(QUEUE, ID, CLEAR);
  }

  private void assertUndecryptable(DataKeys by, QueueKey queue, MessageId id, byte[] encrypted) {
    int lines = log.size();
    assertThatExceptionOfType(Undecryptable.class)
        .isThrownBy(() -> by.decrypt(queue, id, encrypted));
    assertThat(log).hasSize(lines + 1);
    assertThat(Json.parse(log.getLast()).path("UndecryptableMessages").intValue()).isEqualTo(1);
  }

  @Test
  void encrypted_isDecryptedByEveryInstance() {
    byte[] encrypted = encrypted();

    assertThat(encrypted).hasSize(CLEAR.length + DataKey.OVERHEAD);
    assertThat(keys.decrypt(QUEUE, ID, encrypted)).isEqualTo(CLEAR);
    assertThat(instance().decrypt(QUEUE, ID, encrypted)).isEqualTo(CLEAR);
    assertThat(encrypted()).as("never twice the same").isNotEqualTo(encrypted);
  }

  @Test
  void key_isTheSameForAllInstancesOfAPeriod() {
    encrypted();
    instance().current();
    clock.set(Instant.parse("2026-01-01T23:59:59Z"));
    instance().current();

    assertThat(master.made).isEqualTo(1);
    assertThat(table.items()).hasSize(1);
  }

  @Test
  void key_isAnotherInTheNextPeriodAndTheFormerStillDecrypts() {
    byte[] before = encrypted();
    clock.set(Instant.parse("2026-01-02T00:00:00Z"));
    byte[] after = encrypted();

    assertThat(master.made).isEqualTo(2);
    assertThat(Arrays.copyOf(after, 4)).isNotEqualTo(Arrays.copyOf(before, 4));
    assertThat(instance().decrypt(QUEUE, ID, before)).isEqualTo(CLEAR);
    assertThat(instance().decrypt(QUEUE, ID, after)).isEqualTo(CLEAR);
  }

  @Test
  void masterKey_isAskedOnceAnHour() {
    byte[] encrypted = encrypted();
    DataKeys other = instance();
    assertThat(other.isReady()).isFalse();
    for (int i = 0; i < 10; i++) {
      other.decrypt(QUEUE, ID, encrypted);
      other.current();
    }
    assertThat(other.isReady()).isTrue();
    assertThat(master.unwrapped).isEqualTo(1);

    clock.pass(Duration.ofHours(1));
    assertThat(other.isReady()).isFalse();
    other.decrypt(QUEUE, ID, encrypted);

    assertThat(master.unwrapped).isEqualTo(2);
  }

  @Test
  void masterKey_thatForbidsItEndsReadingWithinAnHour() {
    byte[] encrypted = encrypted();
    master.isGone = true;
    assertThat(keys.decrypt(QUEUE, ID, encrypted)).isEqualTo(CLEAR);

    clock.pass(Duration.ofHours(1));

    assertUndecryptable(keys, QUEUE, ID, encrypted);
  }

  @Test
  void key_thatAnotherInstanceStoredFirstIsUsed() {
    MasterKey slow =
        new MasterKey() {
          @Override
          public Fresh make(String name) {
            keys.current();
            return master.make(name);
          }

          @Override
          public byte[] unwrap(String name, byte[] wrapped) {
            return master.unwrap(name, wrapped);
          }
        };
    DataKeys loser = SampleKeys.keys(table, Optional.of(slow), clock, log::add);

    byte[] encrypted = loser.current().encrypt(QUEUE, ID, CLEAR);

    assertThat(table.items()).hasSize(1);
    assertThat(keys.decrypt(QUEUE, ID, encrypted)).isEqualTo(CLEAR);
  }

  @Test
  void encrypted_thatWasChangedAnywhereIsRefused() {
    byte[] encrypted = encrypted();
    for (int bit = 0; bit < encrypted.length * 8; bit++) {
      byte[] changed = encrypted.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertUndecryptable(keys, QUEUE, ID, changed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 31, 32, 37})
  void encrypted_thatWasCutIsRefused(int length) {
    assertUndecryptable(keys, QUEUE, ID, Arrays.copyOf(encrypted(), length));
  }

  @ParameterizedTest
  @CsvSource({"p, r, 1, 2, 3", "o, q, 1, 2, 3", "pq, x, 1, 2, 3", "p, q, 1, 3, 3", "p, q, 1, 2, 4"})
  void encrypted_isWorthNothingElsewhere(String project, String name, long a, long b, int shard) {
    MessageId id = new MessageId(new Ulid(a, b), shard);

    assertUndecryptable(keys, queue(project, name), id, encrypted());
  }

  @Test
  void key_thatIsGoneOrOfAnotherNameDecryptsNothing() {
    byte[] encrypted = encrypted();
    var item = table.items().values().iterator().next();
    table.items().clear();
    assertUndecryptable(instance(), QUEUE, ID, encrypted);

    clock.set(Instant.parse("2026-01-02T00:00:00Z"));
    encrypted();
    table.items().replaceAll((key, other) -> item);
    assertUndecryptable(instance(), QUEUE, ID, encrypted());
  }

  @Test
  void keys_withoutAMasterKeyEncryptAndDecryptNothing() {
    DataKeys none = SampleKeys.keys(table, Optional.empty(), clock, log::add);

    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(none::current);
    assertThat(table.items()).isEmpty();
    assertUndecryptable(none, QUEUE, ID, encrypted());
  }

  @Test
  void log_namesTheMessageAndSaysNothingOfIt() {
    assertUndecryptable(keys, QUEUE, new MessageId(new Ulid(9, 9), 0), encrypted());

    assertThat(Json.parse(log.getLast()).path("message_id").asText())
        .isEqualTo(new MessageId(new Ulid(9, 9), 0).toString());
    assertThat(log.getLast()).contains("\"queue\":\"q\"").doesNotContain("what is said");
  }
}
