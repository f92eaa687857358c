// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import java.util.regex.Pattern;

/** A queue's name: letters, digits, underscore, hyphen and dot (contract 1). */
public record QueueName(String value) implements Comparable<QueueName> {
  private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_.-]+");

  public QueueName {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException("not a queue name");
    }
  }

  /** Whether a name has only allowed characters, and no more than {@code maxLength} of them. */
  public static boolean isValid(String name, int maxLength) {
    return name.length() <= maxLength && ALLOWED.matcher(name).matches();
  }

  @Override
  public int compareTo(QueueName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
