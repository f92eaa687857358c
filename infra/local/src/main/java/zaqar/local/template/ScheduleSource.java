// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zaqar.local.failure.CannotStart;

/**
 * A schedule that calls a function again and again.
 *
 * @param rate from one call to the next
 */
public record ScheduleSource(Duration rate) implements EventSource {
  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");

  /** Refuses what EventBridge would refuse. */
  public ScheduleSource {
    if (!rate.isPositive()) {
      throw new CannotStart("template.yaml: a schedule's rate must be positive");
    }
  }

  static ScheduleSource from(Section properties) {
    properties.only("Schedule", "Enabled", "Description", "Name");
    return new ScheduleSource(rate(properties.text("Schedule"), properties.place()));
  }

  /** What a schedule says. */
  static Duration rate(String text, String place) {
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new CannotStart(place + ": the local runtime knows rate(N minutes), not " + text);
    }
    ChronoUnit unit = ChronoUnit.valueOf(rate.group(2).toUpperCase(Locale.ROOT) + "S");
    return Duration.of(Long.parseLong(rate.group(1)), unit);
  }
}
