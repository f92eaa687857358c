// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.check.history.Event;
import zaqar.check.history.History;
import zaqar.check.role.Chores;
import zaqar.check.role.Posting;
import zaqar.check.role.Stop;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.check.rule.Violation;
import zaqar.check.rule.Violation.Kind;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;

/** Loads a queue that keeps its promises, and wires that break one each. */
@Execution(ExecutionMode.CONCURRENT)
class LoadTest {
  private static final Duration TIME = Duration.ofMillis(500);
  private static final LoadSettings SETTINGS = LoadSettings.USUAL.roles(3, 2, 3).lasting(TIME, 7);
  private static final LoadSettings LAPSING =
      SETTINGS.claiming(Duration.ofSeconds(1), Duration.ZERO);

  private static final int LOADS = 12;
  private static final long LATE = Duration.ofMillis(2500).toNanos();

  private History history = new History();

  private List<Violation> load(LoadSettings settings, Wire wire) {
    history = new History();
    Load load = new Load(settings, "q", () -> wire, history);
    load.run();
    List<Event> events = history.events();
    load.delete();
    Tolerance tolerance = Tolerance.USUAL.lateness(Duration.ofSeconds(1));
    return new Checker(tolerance.waiting(Duration.ofSeconds(1))).check(events);
  }

  /** What is found of a wire that breaks something sooner or later, in longer and longer loads. */
  private List<Kind> broken(LoadSettings settings, Wire wire) {
    List<Violation> violations = List.of();
    for (int i = 1; i <= LOADS && violations.isEmpty(); i++) {
      violations = load(settings.lasting(TIME.multipliedBy(i), i), wire);
    }
    return violations.stream().map(Violation::kind).distinct().toList();
  }

  @Test
  void rightService_breaksNothing() {
    assertThat(load(LAPSING, new MemoryZaqar())).isEmpty();
    assertThat(history.events()).hasSizeGreaterThan(30);
  }

  @Test
  void rightService_breaksNothingForAnAdmin() {
    Chores chores = new Chores("{}", 1, 1, 1, Duration.ofMillis(50));
    assertThat(load(LAPSING.with(chores), new MemoryZaqar())).isEmpty();
  }

  @Test
  void rightService_breaksNothingOnABusyDay() {
    LoadSettings busy =
        LAPSING
            .delaying(Duration.ofSeconds(2))
            .with(new LoadSettings.Cast(2, 2, 2, 3, 1))
            .with(Posting.USUAL.steadily(30).delayed(Duration.ofSeconds(2)));
    assertThat(load(busy, new MemoryZaqar())).isEmpty();
    assertThat(history.events())
        .anyMatch(event -> event.who().startsWith("reader"))
        .anyMatch(event -> event.who().startsWith("quitter"));
  }

  @Test
  void post_atASteadyRateDoesNotWaitForAnswers() {
    Wire right = new MemoryZaqar();
    Wire slow =
        call -> {
          if (call.path().endsWith("/messages") && call.method().equals("POST")) {
            new Stop().pause(Duration.ofMillis(300));
          }
          return right.send(call);
        };
    LoadSettings steady = SETTINGS.roles(1, 0, 0).with(Posting.USUAL.steadily(40));
    load(steady, slow);
    assertThat(history.events().stream().filter(event -> event.call().path().endsWith("/messages")))
        .hasSizeBetween(15, 21);
  }

  @Test
  void rightService_breaksNothingWithDelays() {
    assertThat(load(LAPSING.delaying(Duration.ofSeconds(2)), new MemoryZaqar())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void rightService_breaksNothingWhenAnswersAreLost(long seed) {
    LoadSettings settings = LAPSING.with(new Chores("{}", 1, 1, 1, Duration.ofMillis(200)));
    Wire wire = new LosingWire(new MemoryZaqar(), new Random(seed));
    assertThat(load(settings.lasting(TIME, seed), wire)).isEmpty();
    assertThat(history.events()).anyMatch(event -> event.answer() == null);
  }

  /** A wire on which every third call of a kind goes wrong. */
  private abstract static class BrokenWire implements Wire {
    final Wire right = new MemoryZaqar();
    private final String kind;
    private final AtomicInteger count = new AtomicInteger();

    BrokenWire(String kind) {
      this.kind = kind;
    }

    @Override
    public Answer send(Call call) throws IOException {
      boolean isKind = (call.method() + " " + call.path()).matches(kind);
      return isKind && isUnlucky(count.incrementAndGet()) ? broken(call) : right.send(call);
    }

    private static boolean isUnlucky(int number) {
      return number % 3 == 0;
    }

    abstract Answer broken(Call call) throws IOException;
  }

  @Test
  void post_thatIsSentTwiceIsNamed() {
    Wire wire =
        new BrokenWire("POST .*/messages") {
          @Override
          Answer broken(Call call) throws IOException {
            right.send(call);
            return right.send(call);
          }
        };
    assertThat(broken(SETTINGS, wire)).contains(Kind.DOUBLED);
  }

  @Test
  void post_thatIsForgottenIsNamed() {
    Wire wire =
        new BrokenWire("POST .*/messages") {
          @Override
          Answer broken(Call call) throws IOException {
            Answer answer = new MemoryZaqar().send(call);
            String body = answer.body().replaceAll("messages/", "messages/forgotten-");
            return new Answer(201, Map.of(), body.replace("-", "-" + System.nanoTime()));
          }
        };
    assertThat(broken(SETTINGS, wire)).containsExactly(Kind.LOST);
  }

  @Test
  void delete_thatIsForgottenIsNamed() {
    Wire wire =
        new BrokenWire("DELETE .*/messages.*id.*") {
          @Override
          Answer broken(Call call) {
            return new Answer(204, Map.of(), "");
          }
        };
    assertThat(broken(LAPSING, wire)).containsExactly(Kind.DELIVERED_AFTER_DELETE);
  }

  @Test
  void page_thatIsDroppedIsNamed() {
    Wire wire =
        new BrokenWire("GET .*include_claimed=true.*") {
          @Override
          Answer broken(Call call) throws IOException {
            Answer dropped = right.send(call);
            String next = dropped.json().at("/links/0/href").asText();
            Answer after =
                next.isEmpty()
                    ? dropped
                    : right.send(new Call("GET", next.substring(3), call.client(), null));
            return after;
          }
        };
    assertThat(broken(SETTINGS, wire)).containsAnyOf(Kind.MISSED, Kind.LOST);
  }

  @Test
  void page_thatIsRepeatedIsNamed() {
    Wire wire =
        new BrokenWire("GET .*") {
          @Override
          Answer broken(Call call) throws IOException {
            return right.send(
                new Call(
                    "GET", call.path().replaceAll("marker=\\d+", "marker=0"), call.client(), null));
          }
        };
    assertThat(broken(SETTINGS.roles(3, 2, 0), wire)).contains(Kind.REPEATED);
  }

  @Test
  void page_thatIsReversedIsNamed() {
    Wire wire =
        new BrokenWire("GET .*") {
          @Override
          Answer broken(Call call) throws IOException {
            Answer answer = right.send(call);
            List<String> messages =
                answer.json().path("messages").valueStream().map(Object::toString).toList();
            String reversed = messages.reversed().stream().collect(Collectors.joining(","));
            return new Answer(
                200,
                Map.of(),
                "{\"messages\":[%s],\"links\":%s}"
                    .formatted(reversed, answer.json().path("links")));
          }
        };
    assertThat(broken(SETTINGS, wire)).containsExactly(Kind.OUT_OF_ORDER);
  }

  @Test
  void release_thatIsForgottenIsNamed() {
    Wire wire =
        new BrokenWire("DELETE .*/claims/.*") {
          @Override
          Answer broken(Call call) {
            return new Answer(204, Map.of(), "");
          }
        };
    assertThat(broken(SETTINGS.roles(3, 1, 1), wire)).containsExactly(Kind.LOCKED);
  }

  @Test
  void claim_thatIsReleasedByItselfIsNamed() {
    Wire wire =
        new BrokenWire("POST .*/claims.*") {
          @Override
          Answer broken(Call call) throws IOException {
            Answer claim = right.send(call);
            String id = String.valueOf(claim.header("Location")).replaceFirst(".*/", "");
            if (claim.status() == 201) {
              right.send(new Call("DELETE", "/queues/q/claims/" + id, call.client(), null));
            }
            return claim;
          }
        };
    assertThat(broken(LAPSING, wire)).contains(Kind.CLAIMED_WHILE_CLAIMED);
  }

  @Test
  void delay_thatIsIgnoredIsNamed() {
    Wire wire =
        new BrokenWire("POST .*/messages") {
          @Override
          Answer broken(Call call) throws IOException {
            String body = call.body().replaceAll("\"delay\":\\d+", "\"delay\":0");
            return right.send(new Call("POST", call.path(), call.client(), body));
          }
        };
    assertThat(broken(SETTINGS.delaying(Duration.ofSeconds(2)), wire)).containsExactly(Kind.EARLY);
  }

  /** For a while, nobody who claims or pops is given anything, as by a hint that is wrong. */
  @Test
  void message_thatIsForgottenByAllWhoAskIsNamed() {
    Wire right = new MemoryZaqar();
    Wire wire =
        call -> {
          boolean isClaim = call.method().equals("POST") && call.path().contains("/claims");
          boolean isPop = call.path().contains("pop=");
          if (history.now() > LATE || !(isClaim || isPop)) {
            return right.send(call);
          }
          return isPop
              ? new Answer(200, Map.of(), "{\"messages\":[]}")
              : new Answer(204, Map.of(), "");
        };
    List<Violation> violations = load(SETTINGS.lasting(Duration.ofSeconds(3), 1), wire);
    assertThat(violations.stream().map(Violation::kind)).contains(Kind.WAITING);
  }
}
