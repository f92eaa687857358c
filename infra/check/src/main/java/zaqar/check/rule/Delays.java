// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zaqar.check.history.Event;
import zaqar.check.wire.Answer;

/**
 * How long messages are delayed. A delay is sure only in a queue that was created in this history
 * with a default delay, and was neither changed in that nor deleted before the delay was over:
 * elsewhere delays may be ignored.
 */
final class Delays {
  private static final String DEFAULT = "_default_message_delay";

  private final List<Act.Setup> setups = new ArrayList<>();
  private long deletedFrom = Event.NEVER;
  private long longestDefault;

  Delays(List<Act> acts) {
    for (Act act : acts) {
      if (act instanceof Act.Setup setup && setup.mayHaveHappened() && mentions(setup)) {
        setups.add(setup);
        setup.metadata().findValues(DEFAULT).forEach(delay -> longest(delay));
        setup.metadata().findValues("value").forEach(delay -> longest(delay));
      }
      if (act instanceof Act.Clearing && act.event().call().method().equals("DELETE")) {
        deletedFrom = Math.min(deletedFrom, act.start());
      }
    }
  }

  private static boolean mentions(Act.Setup setup) {
    return setup.metadata().toString().contains(DEFAULT);
  }

  private void longest(JsonNode delay) {
    longestDefault = Math.max(longestDefault, delay.asLong() * Times.SECOND);
  }

  /** The delay that a message may have at most; of one from another queue, none is known. */
  long possible(Life life) {
    Long own = ownDelay(life);
    return own == null ? longestDefault : own;
  }

  /** The delay that a message has for sure. */
  long sure(Life life) {
    if (life.post() == null || setups.size() != 1 || longestDefault == 0) {
      return 0;
    }
    Answer answer = setups.getFirst().event().answer();
    boolean isCreated = answer != null && answer.status() == 201;
    long delay = possible(life);
    return isCreated && setups.getFirst().end() < life.begun() && life.begun() + delay < deletedFrom
        ? delay
        : 0;
  }

  private static @Nullable Long ownDelay(Life life) {
    return life.post() == null ? null : life.post().drafts().get(life.index()).delay();
  }
}
