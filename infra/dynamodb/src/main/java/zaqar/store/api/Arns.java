// SPDX-License-Identifier: Apache-2.0
package zaqar.store.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import zaqar.store.value.Refusal;

/** The long names of tables and streams, in an account of zeros; those that come may be of any. */
public final class Arns {
  private static final String PREFIX = "arn:aws:dynamodb:us-east-1:000000000000:table/";
  private static final Pattern STREAM =
      Pattern.compile("arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/([^/]+)/stream/([^/|]+)");

  private Arns() {}

  /** The name of a table. */
  static String table(String name) {
    return PREFIX + name;
  }

  /** The name of a stream. */
  public static String stream(String table, String label) {
    return PREFIX + table + "/stream/" + label;
  }

  /**
   * Takes the name of a stream apart.
   *
   * @return table and label
   */
  static String[] parseStream(String arn) {
    Matcher matcher = STREAM.matcher(arn);
    if (!matcher.matches()) {
      throw Refusal.invalid("Invalid StreamArn: " + arn);
    }
    return new String[] {matcher.group(1), matcher.group(2)};
  }
}
