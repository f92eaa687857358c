// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** What a receiver does with those who bring it a message. */
@FunctionalInterface
interface Manners {
  /** Receives one of them, whose connection is closed afterwards. */
  void receive(Visit visit) throws IOException, InterruptedException;

  /** Answers at once. */
  static Manners answering(int status, String... headers) {
    return visit -> visit.answer(status, headers);
  }

  /** Accepts, and never answers. */
  static Manners hanging() {
    return Visit::hang;
  }

  /** Sends these pieces with a pause before each, and closes the connection. */
  static Manners saying(long pauseMillis, String... pieces) {
    return visit -> {
      for (String piece : pieces) {
        Thread.sleep(pauseMillis);
        visit.say(piece);
      }
    };
  }

  /** This for the first guests, then the other. */
  default Manners then(int guests, Manners other) {
    AtomicInteger seen = new AtomicInteger();
    return visit -> (seen.getAndIncrement() < guests ? this : other).receive(visit);
  }
}
