// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import zaqar.names.MessageId;

class InFlightIdsTest {
  private static final MessageId ID = new MessageId(Ulid.min(1), 0);

  private final InFlightIds tries = new InFlightIds();

  @Test
  void message_isTakenByOneRequestAlone() {
    long first = tries.begin();
    long second = tries.begin();

    assertThat(tries.take(ID, first)).isTrue();
    assertThat(tries.isFree(ID, second)).isFalse();
    assertThat(tries.take(ID, second)).isFalse();
    assertThat(tries.take(ID, tries.begin())).as("by a later scan").isFalse();
  }

  @Test
  void message_isFreeForScansThatBeganAfterTheTry() {
    long first = tries.begin();
    tries.take(ID, first);
    long before = tries.begin();
    tries.end(first, List.of(ID));

    assertThat(tries.take(ID, before)).as("its scan may have seen the message free").isFalse();
    assertThat(tries.take(ID, tries.begin())).isTrue();
  }

  @Test
  void message_staysTriedForAScanWhateverEndsMeanwhile() {
    long old = tries.begin();
    long first = tries.begin();
    tries.take(ID, first);
    tries.end(first, List.of(ID));
    tries.end(tries.begin(), List.of());
    tries.end(tries.begin(), List.of(new MessageId(Ulid.min(2), 0)));

    assertThat(tries.isFree(ID, old)).isFalse();
  }

  @Test
  void message_underWayStaysTakenThoughOtherScansEnd() {
    long first = tries.begin();
    tries.take(ID, first);
    tries.end(tries.begin(), List.of());

    assertThat(tries.isFree(ID, tries.begin())).isFalse();
  }

  @Test
  void message_canBeTakenAgainWhenAllIsOver() {
    long first = tries.begin();
    tries.take(ID, first);
    tries.end(first, List.of(ID));

    long next = tries.begin();
    assertThat(tries.take(ID, next)).isTrue();
    tries.end(next, List.of(ID));
  }

  @Test
  void threads_neverTakeTheSameMessage() throws Exception {
    int threads = 2;
    List<MessageId> all =
        IntStream.range(0, 2000).mapToObj(n -> new MessageId(Ulid.min(n), 0)).toList();
    CyclicBarrier start = new CyclicBarrier(threads);
    Callable<List<MessageId>> taker =
        () -> {
          long ticket = tries.begin();
          start.await();
          return all.stream().filter(id -> tries.take(id, ticket)).toList();
        };
    List<MessageId> taken = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<List<MessageId>> result : executor.invokeAll(List.of(taker, taker))) {
        taken.addAll(result.get());
      }
    }

    assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void threads_takeAMessageOneAfterTheOther() throws Exception {
    List<Integer> holders = new ArrayList<>();
    Callable<Integer> taker =
        () -> {
          int taken = 0;
          for (int i = 0; i < 2000; i++) {
            long ticket = tries.begin();
            boolean mine = tries.take(ID, ticket);
            if (mine) {
              holders.add(i);
              taken++;
            }
            tries.end(ticket, mine ? List.of(ID) : List.of());
          }
          return taken;
        };
    int taken = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      for (Future<Integer> result : executor.invokeAll(List.of(taker, taker))) {
        taken += result.get();
      }
    }

    assertThat(holders).as("a plain list, guarded by nothing but the tries").hasSize(taken);
    assertThat(tries.take(ID, tries.begin())).isTrue();
  }
}
