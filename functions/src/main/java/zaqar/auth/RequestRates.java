// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.names.ProjectId;

/**
 * Lets a project make so many requests a second at this instance, all at once if it likes, and
 * tells it to wait beyond that. Each instance counts for itself, so that counting costs nothing.
 */
public final class RequestRates implements Filter {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** With more of them, those that rest are forgotten; if none rests, all are. */
  private static final int MOST_PROJECTS = 10_000;

  private final int most;
  private final Clock clock;

  /**
   * Until when each project has used up its share: at most a second from now, or else the clock has
   * gone back.
   */
  private final Map<ProjectId, Instant> used = new HashMap<>();

  /** Lets {@code most} requests a second pass; 0 is no limit. */
  public RequestRates(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  @Override
  public Response filter(Request request, Handler next) {
    if (most > 0 && !take(request.requireCaller().project(), clock.instant())) {
      throw Problem.limitReached(
          "A project may make " + most + " requests a second here (MaxRequestsPerSecond).", SECOND);
    }
    return next.handle(request);
  }

  private synchronized boolean take(ProjectId project, Instant now) {
    Instant full = now.plus(SECOND);
    Instant before = used.getOrDefault(project, now);
    boolean isOver = before.isBefore(now) || before.isAfter(full);
    Instant until = isOver ? now : before;
    Instant after = until.plus(SECOND.dividedBy(most));
    if (after.isAfter(full)) {
      return false;
    }
    makeRoom(now);
    used.put(project, after);
    return true;
  }

  private void makeRoom(Instant now) {
    if (used.size() >= MOST_PROJECTS) {
      used.values().removeIf(until -> !until.isAfter(now));
    }
    if (used.size() >= MOST_PROJECTS) {
      used.clear();
    }
  }
}
