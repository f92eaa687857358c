// SPDX-License-Identifier: Apache-2.0
package zaqar.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreTest {
  private final AtomicInteger waits = new AtomicInteger();
  private final Store store = new Store(Clock.systemUTC(), new Counting(Storage.inMemory(), waits));

  @Test
  void alone_waitsForTheDiskEachTime() {
    store.alone(() -> 1);
    store.alone(() -> 2);
    assertThat(waits).hasValue(2);
  }

  @Test
  void inOneAnswer_waitsForTheDiskOnceWhenAllIsDone() {
    int waitsBefore =
        store.inOneAnswer(
            () -> {
              store.alone(() -> 1);
              store.alone(() -> 2);
              return waits.get();
            });
    assertThat(waitsBefore).isZero();
    assertThat(waits).hasValue(1);
  }

  /** Counts how often the disk is waited for. */
  private record Counting(Storage storage, AtomicInteger waits) implements Storage {
    @Override
    public <V> Rows<V> open(String name, Form<V> form) {
      return storage.open(name, form);
    }

    @Override
    public void sweep() {
      storage.sweep();
    }

    @Override
    public void commit() {
      storage.commit();
    }

    @Override
    public void discard() {
      storage.discard();
    }

    @Override
    public void await() {
      waits.incrementAndGet();
    }

    @Override
    public long mostChanges() {
      return storage.mostChanges();
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}
