// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import zaqar.local.failure.CannotStart;

/**
 * The name of a resource in all of AWS, on this machine in an account of zeros.
 *
 * @param service as in {@code sqs}
 * @param resource what follows the account
 */
public record Arn(String service, String resource) {
  /** Where everything is. */
  public static final String REGION = "us-east-1";

  /** Whose everything is. */
  public static final String ACCOUNT = "000000000000";

  private static final String REST = ":" + REGION + ":" + ACCOUNT + ":";

  /** Names a resource of this account. */
  public static Arn of(String service, String resource) {
    return new Arn(service, resource);
  }

  /** Reads the name of a resource of this account. */
  static Arn parse(String text) {
    String[] parts = text.split(":", 6);
    if (parts.length < 6 || !Arn.of(parts[2], parts[5]).text().equals(text)) {
      throw new CannotStart("template.yaml: no ARN of this account: " + text);
    }
    return new Arn(parts[2], parts[5]);
  }

  /** Whether this names something of SQS. */
  static boolean isQueue(String text) {
    return parse(text).service().equals("sqs");
  }

  /** Reads the name of a queue of SQS. */
  static String queue(String text) {
    Arn arn = parse(text);
    if (!arn.service().equals("sqs")) {
      throw new CannotStart("template.yaml: the local runtime sends to queues alone, not " + text);
    }
    return arn.resource();
  }

  /** As AWS writes it. */
  public String text() {
    return "arn:aws:" + service + REST + resource;
  }
}
