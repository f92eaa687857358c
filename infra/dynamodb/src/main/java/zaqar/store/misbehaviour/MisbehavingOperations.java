// SPDX-License-Identifier: Apache-2.0
package zaqar.store.misbehaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;
import zaqar.store.api.NoAnswer;
import zaqar.store.api.Operations;
import zaqar.store.value.Refusal;

/** Does to whole calls what the way to DynamoDB, and DynamoDB, do on a bad day. */
public final class MisbehavingOperations implements Operations {
  private final Operations operations;
  private final Misbehaviour misbehaviour;
  private final Dice dice;
  private final Consumer<Duration> sleep;

  /**
   * Stands before the operations of a store.
   *
   * @param sleep how a call is held up
   */
  public MisbehavingOperations(
      Operations operations, MisbehavingStore store, Consumer<Duration> sleep) {
    this.operations = operations;
    this.sleep = sleep;
    misbehaviour = store.misbehaviour();
    dice = store.dice();
  }

  @Override
  public ObjectNode answer(String operation, ObjectNode request) {
    if (dice.befalls(Hazard.CALL_LOST)) {
      throw new NoAnswer("the call did not arrive");
    }
    delay(Hazard.CALL_HELD_UP);
    if (dice.befalls(Hazard.CALL_FAILED)) {
      throw Refusal.internal("the store misbehaves");
    }
    ObjectNode answer;
    try {
      answer = operations.answer(operation, request);
    } catch (Refusal refusal) {
      after();
      throw refusal;
    }
    after();
    return answer;
  }

  private void after() {
    if (dice.befalls(Hazard.ANSWER_LOST)) {
      throw new NoAnswer("the answer was lost");
    }
    delay(Hazard.ANSWER_LATE);
    if (dice.befalls(Hazard.CALL_BROKEN)) {
      throw Refusal.internal("the store misbehaves");
    }
  }

  private void delay(Hazard hazard) {
    if (dice.befalls(hazard)) {
      sleep.accept(dice.upTo(misbehaviour.longestDelay()));
    }
  }
}
