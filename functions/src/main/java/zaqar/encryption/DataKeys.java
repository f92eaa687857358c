// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.aws.AwsClients;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.dynamodb.Platform;
import zaqar.metrics.Metrics;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;
import zaqar.settings.Settings;

/**
 * The keys that bodies are encrypted with: one for each period, the same for all instances, made by
 * whoever needs it first. Each is asked of the master key once an hour and instance, so what that
 * forbids is over an hour later. The control table has them wrapped; there they are never changed,
 * and never deleted.
 */
public final class DataKeys {
  private static final Duration MEMORY = Duration.ofHours(1);
  private static final int ATTEMPTS = 3;

  private final ControlItems items;
  private final Optional<Supplier<MasterKey>> connection;
  private final Duration period;
  private final Clock clock;
  private final Metrics metrics;
  private final Map<Integer, Remembered> memory = new ConcurrentHashMap<>();
  private @Nullable MasterKey master;

  private record Remembered(DataKey key, Instant until) {}

  DataKeys(Platform platform, Optional<Supplier<MasterKey>> connection, Metrics metrics) {
    this.connection = connection;
    this.metrics = metrics;
    items = new ControlItems(platform);
    period = platform.settings().encryption().dataKeyPeriod();
    clock = platform.clock();
  }

  /** Takes the master key of the settings, and connects to it when it is needed. */
  public static DataKeys connect(Platform platform, Metrics metrics) {
    Settings settings = platform.settings();
    return new DataKeys(
        platform,
        settings
            .encryption()
            .masterKey()
            .map(arn -> () -> new KmsKey(AwsClients.kms(settings), arn)),
        metrics);
  }

  /** The key to encrypt with now. */
  public DataKey current() {
    int id = currentId();
    return remembered(id).orElseGet(() -> findOrMake(id));
  }

  /** Whether that key is at hand, and has not to be asked for first. */
  public boolean isReady() {
    return remembered(currentId()).isPresent();
  }

  private int currentId() {
    long hours = Duration.ofSeconds(clock.instant().getEpochSecond()).toHours();
    return Math.toIntExact(hours - hours % period.toHours());
  }

  /**
   * What was encrypted for a message.
   *
   * @throws Undecryptable if it is not the very same any more, or its key is gone; that is logged
   *     and counted
   */
  public byte[] decrypt(QueueKey queue, MessageId message, byte[] encrypted) {
    try {
      int id = DataKey.idIn(encrypted);
      DataKey key = remembered(id).orElseGet(() -> findAgain(id));
      return key.decrypt(queue, message, encrypted);
    } catch (Undecryptable e) {
      metrics
          .line("ERROR")
          .with("project", queue.project().value())
          .with("queue", queue.name().value())
          .with("message_id", message.toString())
          .with("reason", "a body cannot be decrypted: " + e.getMessage())
          .count("UndecryptableMessages")
          .write();
      throw e;
    }
  }

  private Optional<DataKey> remembered(int id) {
    return Optional.ofNullable(memory.get(id))
        .filter(known -> clock.instant().isBefore(known.until()))
        .map(Remembered::key);
  }

  private synchronized DataKey findAgain(int id) {
    return remembered(id)
        .or(() -> find(id))
        .orElseThrow(() -> new Undecryptable("its key is gone"));
  }

  private synchronized DataKey findOrMake(int id) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<DataKey> found = remembered(id).or(() -> find(id));
      if (found.isPresent()) {
        return found.get();
      }
      MasterKey.Fresh made = master().make(name(id));
      Map<String, AttributeValue> item = new HashMap<>(ControlTable.dataKey(name(id)));
      item.put(ControlTable.WRAPPED, Attributes.bytes(made.wrapped()));
      // If another instance was faster, its key is the one to use.
      if (items.commit(List.of(items.putIfAbsent(item)))) {
        return remember(id, made.secret());
      }
    }
    throw new IllegalStateException("no data key could be stored");
  }

  private Optional<DataKey> find(int id) {
    return items
        .find(ControlTable.dataKey(name(id)))
        .map(item -> Attributes.bytes(item, ControlTable.WRAPPED))
        .map(wrapped -> remember(id, master().unwrap(name(id), wrapped)));
  }

  private DataKey remember(int id, byte[] secret) {
    Instant now = clock.instant();
    memory.values().removeIf(known -> !now.isBefore(known.until()));
    DataKey key = new DataKey(id, secret);
    memory.put(id, new Remembered(key, now.plus(MEMORY)));
    return key;
  }

  /** When the key's period begins: ids count hours. */
  private static String name(int id) {
    return Instant.EPOCH.plus(Duration.ofHours(id)).toString();
  }

  private MasterKey master() {
    if (master == null) {
      master =
          connection.orElseThrow(() -> new Undecryptable("ENCRYPTION_KEY_ARN is not set")).get();
    }
    return master;
  }
}
