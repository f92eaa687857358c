// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The format versions of items, by which two releases can work on the same tables: while one
 * follows the other instance by instance, and after a step back.
 *
 * <ul>
 *   <li>An attribute that older releases can do without is added without a new version. Changes are
 *       updates of single attributes, which leave the others alone, on messages, bodies and the
 *       states of queues. Other items may be replaced whole: what is added there may be lost to an
 *       older release.
 *   <li>Whatever would be misread by older releases gets a new version. A release reads all
 *       versions up to {@link #NEWEST}, and writes {@link #WRITTEN}: a new version is read by one
 *       release before the next one writes it.
 *   <li>In no version does an attribute change its meaning that a condition or a scan stands on: a
 *       message's {@code p i a w x d u c n}, the state of a queue.
 *   <li>A release that meets a newer version leaves it as it is: claims and pops take what lies
 *       behind it, lists end before it, and what cannot do without it is a 503.
 * </ul>
 */
public final class ItemFormat {
  /** The newest version that this release reads. */
  public static final int NEWEST = 1;

  /** The version that this release writes. */
  public static final int WRITTEN = 1;

  /** The attribute that tells it, in both tables; absent where there has only been one so far. */
  public static final String VERSION = "v";

  private ItemFormat() {}

  /** What a new item says of its version. */
  public static AttributeValue written() {
    return Attributes.number(WRITTEN);
  }

  /** Whether this release knows what an item says. */
  public static boolean isKnown(Map<String, AttributeValue> item) {
    return Attributes.number(item, VERSION, 1) <= NEWEST;
  }

  /**
   * An item that this release can read.
   *
   * @param what the log calls it
   * @throws UnknownFormat if it cannot
   */
  public static Map<String, AttributeValue> require(String what, Map<String, AttributeValue> item) {
    if (!isKnown(item)) {
      throw new UnknownFormat(what);
    }
    return item;
  }
}
