// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.dynamodb.Sleeper;
import zaqar.metrics.Metrics;
import zaqar.settings.TemplateVariables;

/** Data keys in memory, for tests. */
public final class SampleKeys {
  private SampleKeys() {}

  /** A master key that wraps nothing well, and counts what it is asked. */
  static final class Master implements MasterKey {
    private final Random random = new Random(5);
    int made;
    int unwrapped;
    boolean isGone;

    @Override
    public Fresh make(String name) {
      made++;
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      byte[] wrapped = Arrays.copyOf(bytes, bytes.length + secret.length);
      System.arraycopy(secret, 0, wrapped, bytes.length, secret.length);
      return new Fresh(secret, wrapped);
    }

    @Override
    public byte[] unwrap(String name, byte[] wrapped) {
      unwrapped++;
      int length = name.getBytes(StandardCharsets.UTF_8).length;
      if (isGone || !new String(wrapped, 0, length, StandardCharsets.UTF_8).equals(name)) {
        throw new Undecryptable("the master key does not know it");
      }
      return Arrays.copyOfRange(wrapped, length, wrapped.length);
    }
  }

  /** The keys of one instance, with a master key and a control table that others may share. */
  static DataKeys keys(
      DynamoDbClient table, Optional<MasterKey> master, Clock clock, Consumer<String> log) {
    Platform platform =
        new Platform(
            new DynamoDb(table, table, new ClockGuard(clock, Duration.ZERO)),
            TemplateVariables.settings(),
            new Parallel(Runnable::run),
            clock,
            Sleeper.real(),
            new Random(1));
    return new DataKeys(platform, master.map(key -> () -> key), new Metrics("zaqar", clock, log));
  }

  /** The keys of an only instance. */
  public static DataKeys keys() {
    return keys(
        new ControlTableInMemory(), Optional.of(new Master()), Clock.systemUTC(), line -> {});
  }
}
