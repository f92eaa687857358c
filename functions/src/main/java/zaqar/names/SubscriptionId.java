// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import com.github.f4b6a3.ulid.Ulid;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A subscription's id: 26 characters, which sort by the time it was created. */
public record SubscriptionId(Ulid ulid) {
  private static final Pattern FORM = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

  /** Reads an id as written by {@link #toString}; empty if it is none. */
  public static Optional<SubscriptionId> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new SubscriptionId(Ulid.from(text.toUpperCase(Locale.ROOT))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return ulid.toLowerCase();
  }
}
