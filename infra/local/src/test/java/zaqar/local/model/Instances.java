// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import zaqar.local.service.Fault;
import zaqar.local.service.Faults;
import zaqar.local.service.Instance;
import zaqar.local.service.Instance.Reply;
import zaqar.local.service.MovableClock;
import zaqar.local.service.Plan;

/** The two instances that serve a session, each with what it loses on its way to the store. */
final class Instances implements AutoCloseable {
  private final List<Faults> faults = List.of(new Faults(), new Faults());
  private final List<Instance> instances;

  Instances(MovableClock clock) {
    instances =
        List.of(
            Instance.replayable(clock, 1, faults.get(0)),
            Instance.replayable(clock, 2, faults.get(1)));
  }

  /** Loses what the first request of a step is to lose. */
  void expect(Step step) {
    Plan plan = step.loses() == 0 ? Plan.NONE : losing(step.loses());
    faults.get(step.instance()).follow(plan);
  }

  /** Loses the answer to the call that makes the n-th attempt, however often it is tried. */
  private static Plan losing(int n) {
    Set<String> lost = new HashSet<>();
    return attempt -> {
      synchronized (lost) {
        if (attempt.number() == n) {
          lost.add(attempt.call());
        }
        return lost.contains(attempt.call()) ? Fault.of(Fault.Kind.LOST) : Fault.NONE;
      }
    };
  }

  /** Sends a request to the instance of a step. */
  Reply call(Step step, String client, String method, String path, String body) {
    Reply reply = instances.get(step.instance()).call(client, method, path, body);
    faults.get(step.instance()).heal();
    return reply;
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
  }
}
