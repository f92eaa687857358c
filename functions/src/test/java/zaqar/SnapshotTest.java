// SPDX-License-Identifier: Apache-2.0
package zaqar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.ulid.Ulid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.Test;
import zaqar.dynamodb.ClockGuard;
import zaqar.dynamodb.Connections;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.FreshRandom;
import zaqar.dynamodb.TimeBounds;
import zaqar.messages.MessageIds;

/**
 * Two instances restored from one snapshot: their generators come from one serialised state, and
 * they do the same at the same time. Only what they ask of their machines from the restore on
 * differs.
 */
class SnapshotTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] STATE = serialised(new Random(42));

  /** Whoever takes the snapshot tells nothing by it. */
  private static final Context<Resource> CONTEXT =
      new Context<>() {
        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {}

        @Override
        public void afterRestore(Context<? extends Resource> context) {}

        @Override
        public void register(Resource resource) {}
      };

  /** An instance, which has made some ids in its priming. */
  private static final class Instance {
    private final List<Ulid> before = new ArrayList<>();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Connections connections = DynamoDb.connections();
    private final FreshRandom random;
    private final MessageIds ids;

    Instance() {
      List<RandomGenerator> generators =
          new ArrayList<>(List.of(restored(STATE), FreshRandom.secure()));
      random = new FreshRandom(generators::removeFirst);
      ids = new MessageIds(() -> new TimeBounds(NOW, NOW), random);
      before.addAll(ids.next(3, Ulid.MIN));
    }

    void beforeSnapshot(Runnable priming) {
      ClockGuard guard = new ClockGuard(clock, Duration.ZERO);
      new Snapshot(priming, connections, guard, random).beforeCheckpoint(CONTEXT);
    }

    List<Ulid> after() {
      return ids.next(1000, Ulid.MIN);
    }
  }

  private static byte[] serialised(Random generator) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(generator);
      output.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Random restored(byte[] state) {
    try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(state))) {
      return (Random) input.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void copies_wouldMakeTheSameIdsIfTheyWentOnFromOneState() {
    assertThat(new Instance().after()).isEqualTo(new Instance().after());
  }

  @Test
  void instances_restoredFromOneStateNeverMakeTheSameId() {
    Instance one = new Instance();
    Instance other = new Instance();
    assertThat(one.before).isEqualTo(other.before);

    one.beforeSnapshot(() -> {});
    other.beforeSnapshot(() -> {});

    assertThat(one.after()).doesNotContainAnyElementsOf(other.after());
  }

  @Test
  void seed_ofThePrimingIsForgotten() {
    Instance one = new Instance();
    Instance other = new Instance();

    one.beforeSnapshot(one.random::nextLong);
    other.beforeSnapshot(other.random::nextLong);

    assertThat(one.random.nextLong()).isNotEqualTo(other.random.nextLong());
  }

  @Test
  void seed_isForgottenWhenThePrimingFails() {
    Instance one = new Instance();
    Instance other = new Instance();

    for (Instance instance : List.of(one, other)) {
      assertThatThrownBy(() -> instance.beforeSnapshot(SnapshotTest::fail))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(one.after()).doesNotContainAnyElementsOf(other.after());
  }

  private static void fail() {
    throw new IllegalStateException("on purpose");
  }

  @Test
  void secureGenerator_isAnotherOneAfterItForgot() {
    FreshRandom random = FreshRandom.secure();
    long first = random.nextLong();

    random.forget();

    assertThat(random.nextLong()).isNotEqualTo(first);
  }

  @Test
  void generator_forgetsWhatItHasDrawn() {
    FreshRandom random = new FreshRandom(() -> new Random(1));
    long first = random.nextLong();

    random.forget();

    assertThat(random.nextLong()).isEqualTo(first);
  }

  @Test
  void snapshot_isPlannedBySnapStartAlone() {
    assertThat(Snapshot.isPlanned(Map.of())).isFalse();
    assertThat(Snapshot.isPlanned(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"))).isFalse();
    assertThat(Snapshot.isPlanned(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))).isTrue();
  }
}
