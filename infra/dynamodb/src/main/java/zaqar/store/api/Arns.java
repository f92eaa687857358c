package zaqar.store.api;

import zaqar.store.value.Refusal;

/** The long names of tables and streams, in an account of zeros. */
public final class Arns {
  private static final String PREFIX = "arn:aws:dynamodb:us-east-1:000000000000:table/";
  private static final String STREAM = "/stream/";

  private Arns() {}

  /** The name of a table. */
  static String table(String name) {
    return PREFIX + name;
  }

  /** The name of a stream. */
  public static String stream(String table, String label) {
    return PREFIX + table + STREAM + label;
  }

  /**
   * Takes the name of a stream apart.
   *
   * @return table and label
   */
  static String[] parseStream(String arn) {
    int at = arn.indexOf(STREAM);
    if (!arn.startsWith(PREFIX) || at < 0) {
      throw Refusal.invalid("Invalid StreamArn: " + arn);
    }
    return new String[] {arn.substring(PREFIX.length(), at), arn.substring(at + STREAM.length())};
  }
}
