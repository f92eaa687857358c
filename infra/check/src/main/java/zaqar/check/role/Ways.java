// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.util.random.RandomGenerator;

/**
 * How often a worker takes each way, relative to the others.
 *
 * @param deleteAll claim, then delete every message in one request
 * @param deleteSome claim, then delete some messages and release the others
 * @param renew claim, then renew, perhaps again, then delete the messages one by one
 * @param lapse claim and do nothing more
 * @param pop pop instead of claiming
 */
public record Ways(int deleteAll, int deleteSome, int renew, int lapse, int pop) {
  public static final Ways ALL = new Ways(4, 3, 2, 1, 1);
  public static final Ways WITHOUT_LAPSES = new Ways(4, 3, 2, 0, 1);
  public static final Ways CLAIMS = new Ways(4, 3, 2, 1, 0);
  public static final Ways DELETE_ALL = new Ways(1, 0, 0, 0, 0);
  public static final Ways DELETE_NONE = new Ways(0, 0, 0, 1, 0);

  enum Way {
    DELETE_ALL,
    DELETE_SOME,
    RENEW,
    LAPSE,
    POP
  }

  public Ways {
    if (deleteAll < 0 || deleteSome < 0 || renew < 0 || lapse < 0 || pop < 0) {
      throw new IllegalArgumentException("a way is taken less than never");
    }
    if (deleteAll + deleteSome + renew + lapse + pop == 0) {
      throw new IllegalArgumentException("no way is left to choose");
    }
  }

  Way choose(RandomGenerator random) {
    int[] weights = {deleteAll, deleteSome, renew, lapse, pop};
    int left = random.nextInt(deleteAll + deleteSome + renew + lapse + pop);
    int way = 0;
    while (left >= weights[way]) {
      left -= weights[way];
      way++;
    }
    return Way.values()[way];
  }
}
