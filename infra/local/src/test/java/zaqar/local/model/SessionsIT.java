// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.PerProperty;
import net.jqwik.api.lifecycle.PropertyExecutionResult;

/**
 * Whatever clients do one after another, the service does as the model. A session that fails is cut
 * down to its shortest form and told step by step. {@code -Djqwik.tries.default=2000} runs more.
 */
class SessionsIT {
  @Provide
  Arbitrary<Rules> rules() {
    return Sessions.rules();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Sessions.steps();
  }

  @Property(seed = "20261123", edgeCases = EdgeCasesMode.NONE)
  void service_doesAsTheModel(@ForAll("rules") Rules rules, @ForAll("steps") List<Step> steps) {
    new Session(rules, QueueModel::new).run(steps);
  }

  /** A model in which messages come back although they are claimed. */
  private static final class WrongModel extends QueueModel {
    WrongModel(String name) {
      super(name);
    }

    @Override
    List<Message> available(Instant now) {
      return live(now).stream().filter(message -> !message.isDelayed(now)).toList();
    }
  }

  /** What is to be found must be found, and in a session that anybody can follow. */
  private static final class MustFail implements PerProperty.Lifecycle {
    private static final int FEW = 4;

    @Override
    public void onSuccess() {
      throw new AssertionError("a wrong model was not found out");
    }

    @Override
    public PropertyExecutionResult onFailure(PropertyExecutionResult found) {
      List<?> session = (List<?>) found.falsifiedParameters().orElseThrow().getLast();
      assertThat(session).hasSizeLessThanOrEqualTo(FEW);
      return found.mapToSuccessful();
    }
  }

  @Property(tries = 50, seed = "20261123", edgeCases = EdgeCasesMode.NONE)
  @PerProperty(MustFail.class)
  void wrongModel_isFoundOutInAFewSteps(
      @ForAll("rules") Rules rules, @ForAll("steps") List<Step> steps) {
    new Session(rules, WrongModel::new).run(steps);
  }
}
