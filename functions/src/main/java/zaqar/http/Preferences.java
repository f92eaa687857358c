// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client prefers (RFC 7240). A preference that is malformed, or unknown, is ignored, as the
 * RFC wants it; of one that is given twice, the first counts.
 */
public final class Preferences {
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern WAIT = Pattern.compile("(?i)wait[ \t]*=[ \t]*(.*)");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private Preferences() {}

  /** An answer that says how long its request would have waited, if it would have. */
  public static Response applied(Optional<Duration> wait, Response response) {
    return wait.map(time -> response.with("Preference-Applied", "wait=" + time.toSeconds()))
        .orElse(response);
  }

  /** How long the client is ready to wait for its answer. */
  public static Optional<Duration> wait(Request request) {
    String all = QUOTED.matcher(request.header("Prefer").orElse("")).replaceAll("\"\"");
    return Arrays.stream(all.split(",", -1))
        .map(preference -> WAIT.matcher(preference.split(";", 2)[0].strip()))
        .filter(Matcher::matches)
        .map(wait -> wait.group(1))
        .findFirst()
        .filter(seconds -> SECONDS.matcher(seconds).matches())
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
