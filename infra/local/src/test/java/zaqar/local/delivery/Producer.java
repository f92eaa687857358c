// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Posts until so many messages are answered 201. It tries nothing twice: what is answered
 * otherwise, or not at all, does not count, though it may have been posted.
 */
record Producer(Queue queue, Posts posts, int count, Random random) {
  private static final int MOST_AT_ONCE = 10;
  private static final int LONGEST_REST_MILLIS = 40;
  private static final int REST_AFTER_A_FAILURE_MILLIS = 300;

  /** Returns when that is done. */
  Void produce() throws InterruptedException {
    while (posts.answered().size() < count) {
      int left = count - posts.answered().size();
      boolean posted = post(posts.begin(Math.min(left, 1 + random.nextInt(MOST_AT_ONCE))));
      Thread.sleep(posted ? random.nextInt(LONGEST_REST_MILLIS) : REST_AFTER_A_FAILURE_MILLIS);
    }
    return null;
  }

  private boolean post(List<Integer> numbers) {
    List<String> bodies = numbers.stream().map(number -> Posts.body(number).toString()).toList();
    try {
      int status = queue.post(bodies).status();
      if (status == 201) {
        posts.answer(numbers);
      } else if (status != 503) {
        throw new AssertionError("a post was answered " + status);
      }
      return status == 201;
    } catch (IOException noAnswer) {
      return false;
    }
  }
}
