// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import zaqar.cache.BoundedMap;
import zaqar.http.Filter;
import zaqar.http.Handler;
import zaqar.http.Problem;
import zaqar.http.Request;
import zaqar.http.Response;
import zaqar.names.ProjectId;

/**
 * Limits the requests of a project to so many a second at this instance, in any burst. Further
 * requests are refused and may be repeated a second later. Each instance counts for itself, so
 * counting costs nothing.
 */
public final class RequestRates implements Filter {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final int MOST_PROJECTS = 10_000;

  private final int most;
  private final Clock clock;

  /**
   * Until when each project has used up its share: at most a second from now, or else the clock has
   * gone back.
   */
  private final BoundedMap<ProjectId, Instant> used = new BoundedMap<>(MOST_PROJECTS);

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
    Instant before = used.get(project).orElse(now);
    boolean isOver = before.isBefore(now) || before.isAfter(full);
    Instant until = isOver ? now : before;
    Instant after = until.plus(SECOND.dividedBy(most));
    if (after.isAfter(full)) {
      return false;
    }
    used.put(project, after);
    return true;
  }
}
