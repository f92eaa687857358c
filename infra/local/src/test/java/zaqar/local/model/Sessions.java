// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import zaqar.local.model.ClaimActions.Claim;
import zaqar.local.model.ClaimActions.Release;
import zaqar.local.model.ClaimActions.Renew;
import zaqar.local.model.ClaimActions.ShowClaim;
import zaqar.local.model.MessageActions.Delete;
import zaqar.local.model.MessageActions.DeleteMany;
import zaqar.local.model.MessageActions.Pop;
import zaqar.local.model.MessageActions.Read;
import zaqar.local.model.MessageActions.Show;
import zaqar.local.model.MessageActions.ShowMany;
import zaqar.local.model.QueueActions.Pass;

/** How sessions are drawn. */
final class Sessions {
  private static final int LONGEST = 30;
  private static final List<Action> MUCH_IN_FLIGHT =
      List.of(
          new Post(0, 45, 3600, 0, false),
          new Pass(10),
          new Claim(20, 600, 60),
          new Claim(20, 600, 60));

  /** What is often done in a row. */
  private static final List<List<Action>> HABITS =
      List.of(
          List.of(new Release(0), new Claim(20, 130, 60)),
          List.of(new Renew(0, 70, 60), new Pass(120), new Claim(20, 130, 60)),
          List.of(new Claim(20, 70, 60), new Pass(120), new Claim(20, 70, 60)),
          List.of(new Post(1, 3, 60, -1, false), new Claim(20, 70, 200), new Pass(120)),
          MUCH_IN_FLIGHT);

  private Sessions() {}

  static Arbitrary<Rules> rules() {
    return Combinators.combine(
            Arbitraries.of(0, 0, 10, 100),
            Arbitraries.of(0, 0, 1, 2),
            Arbitraries.of(0, 60, 1000),
            Arbitraries.of(1, 1, 1, 4))
        .as(Rules::new);
  }

  static Arbitrary<List<Step>> steps() {
    return Combinators.combine(beginning(), piece().list().ofMaxSize(LONGEST))
        .as((first, rest) -> Stream.concat(Stream.of(first), rest.stream()))
        .map(pieces -> pieces.flatMap(List::stream).toList());
  }

  /** Half of the sessions begin with so much in flight that cursors pass it. */
  private static Arbitrary<List<Step>> beginning() {
    return Arbitraries.oneOf(Arbitraries.just(List.of()), inARow(MUCH_IN_FLIGHT));
  }

  private static Arbitrary<List<Step>> piece() {
    return Arbitraries.frequencyOf(
        Tuple.of(12, step().map(List::of)),
        Tuple.of(1, Arbitraries.of(HABITS).flatMap(Sessions::inARow)));
  }

  /** Actions on the queue, each by whichever instance. */
  private static Arbitrary<List<Step>> inARow(List<Action> actions) {
    List<Arbitrary<Step>> steps = new ArrayList<>();
    for (Action action : actions) {
      steps.add(Arbitraries.of(0, 1).map(instance -> new Step(instance, 0, 0, action)));
    }
    return Combinators.combine(steps).as(List::copyOf);
  }

  private static Arbitrary<Step> step() {
    return Combinators.combine(
            Arbitraries.of(0, 1),
            Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 1)),
            Arbitraries.frequencyOf(
                Tuple.of(14, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(1, 6))),
            action())
        .as(Step::new);
  }

  private static Arbitrary<Action> action() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, post()),
        Tuple.of(6, claim()),
        Tuple.of(5, pass()),
        Tuple.of(4, Combinators.combine(upTo(4), limit()).as(Read::new)),
        Tuple.of(3, delete()),
        Tuple.of(2, upTo(3).map(Release::new)),
        Tuple.of(2, Combinators.combine(upTo(2), ttl(), grace()).as(Renew::new)),
        Tuple.of(1, upTo(3).map(ShowClaim::new)),
        Tuple.of(1, upTo(10).map(Show::new)),
        Tuple.of(1, upTo(20).list().ofMinSize(1).ofMaxSize(5).map(ShowMany::new)),
        Tuple.of(1, upTo(20).list().ofMinSize(1).ofMaxSize(5).map(DeleteMany::new)),
        Tuple.of(1, limit().map(Pop::new)),
        Tuple.of(1, Arbitraries.of(new QueueActions.Stats(), new QueueActions.Look())),
        Tuple.of(
            1,
            Arbitraries.of(
                new QueueActions.Create(),
                new QueueActions.Purge(),
                new QueueActions.DeleteQueue())));
  }

  private static Arbitrary<Action> post() {
    return Combinators.combine(
            upTo(1),
            Arbitraries.of(1, 2, 3, 25),
            Arbitraries.of(3600, 60, 300),
            Arbitraries.of(-1, -1, 0, 30),
            Arbitraries.of(false, false, false, true))
        .as(Post::new);
  }

  private static Arbitrary<Action> claim() {
    return Combinators.combine(limit(), ttl(), grace()).as(Claim::new);
  }

  private static Arbitrary<Action> pass() {
    return Arbitraries.of(1, 3, 10, 30, 61, 120, 400).map(Pass::new);
  }

  private static Arbitrary<Action> delete() {
    return Combinators.combine(upTo(10), Arbitraries.of(MessageActions.By.class), upTo(3))
        .as(Delete::new);
  }

  private static Arbitrary<Integer> limit() {
    return Arbitraries.of(1, 2, 5, 20);
  }

  private static Arbitrary<Integer> ttl() {
    return Arbitraries.of(70, 130, 600);
  }

  private static Arbitrary<Integer> grace() {
    return Arbitraries.of(60, 200);
  }

  private static Arbitrary<Integer> upTo(int most) {
    return Arbitraries.integers().between(0, most);
  }
}
