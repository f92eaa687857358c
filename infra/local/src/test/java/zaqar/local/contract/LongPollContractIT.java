// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.local.contract.Parameters.LONG_POLLS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for messages (contract 2.10). */
@Against(LONG_POLLS)
class LongPollContractIT {
  private static final String APPLIED = "Preference-Applied";

  private final Zaqar zaqar;
  private final Queue queue;

  LongPollContractIT(Zaqar zaqar) {
    this.zaqar = zaqar;
    queue = zaqar.queue();
  }

  private Call claim(String prefer) {
    return zaqar.post(queue.path() + "/claims").header("Prefer", prefer);
  }

  /** Whatever a claim of the same test takes. */
  private Call list(String prefer) {
    String query = "?echo=true&include_claimed=true";
    return zaqar.get(queue.path() + "/messages" + query).header("Prefer", prefer);
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void claim_andListGetWhatComesMeanwhile() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Reply> list = threads.submit(() -> list("wait=20").send());
      Future<Reply> claim = threads.submit(() -> claim("wait=20").send());
      Wait.pass(Duration.ofSeconds(1));
      long begin = System.nanoTime();
      queue.postNumbers(1);

      assertThat(claim.get().expect(201).header(APPLIED)).hasValue("wait=20");
      Reply page = list.get().expect(200);
      assertThat(page.header(APPLIED)).hasValue("wait=20");
      assertThat(since(begin)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void nothing_isWhatItIsWithoutAWait() {
    queue.create();
    long begin = System.nanoTime();

    assertThat(claim("respond-async, wait=1").expect(204).empty().header(APPLIED))
        .hasValue("wait=1");
    Reply page = list("wait=1").expect(200);

    assertThat(page.json().path("messages")).isEmpty();
    assertThat(page.header(APPLIED)).hasValue("wait=1");
    assertThat(since(begin)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=abc", "wait=-1", "wait", "return=minimal"})
  void wait_thatIsNoneIsIgnored(String prefer) {
    assertThat(claim(prefer).expect(204).header(APPLIED)).isEmpty();
    assertThat(list(prefer).expect(200).header(APPLIED)).isEmpty();
  }

  @Test
  void request_thatIsWrongIsRefusedAtOnce() {
    long begin = System.nanoTime();

    zaqar.post(queue.path() + "/claims?limit=0").header("Prefer", "wait=20").refused(400);
    zaqar.get(queue.path() + "/messages?limit=0").header("Prefer", "wait=20").refused(400);

    assertThat(since(begin)).isLessThan(Duration.ofSeconds(10));
  }

  /** Those that wait hold nothing that others need, and each message goes to one of them. */
  @Test
  void hundredThatWait_keepNobodyFromPosting() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> waiting =
          IntStream.range(0, 100)
              .mapToObj(i -> threads.submit(() -> claim("wait=8").send()))
              .toList();
      Wait.pass(Duration.ofSeconds(2));
      for (int i = 0; i < 10; i++) {
        long begin = System.nanoTime();
        zaqar.queue().postNumbers(1);
        assertThat(since(begin)).isLessThan(Duration.ofSeconds(3));
      }
      queue.postNumbers(3);
      int claims = 0;
      for (Future<Reply> reply : waiting) {
        claims += reply.get().status() == 201 ? 1 : 0;
      }

      assertThat(claims).isBetween(1, 3);
      claim("wait=0").expect(204);
    }
  }
}
