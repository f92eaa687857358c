// SPDX-License-Identifier: Apache-2.0
package zaqar.check.role;

import java.time.Duration;

/**
 * How a producer posts.
 *
 * @param batch the most messages in one request
 * @param size of a body in bytes, or as much as a token needs
 * @param brief the ttl of one message in ten; zero if it is that of all others
 * @param delay the longest delay of a message; zero leaves it to the queue
 * @param pause the longest pause between two posts
 * @param perSecond how many posts to begin in a second, whatever the answers take; 0 to begin each
 *     when the one before is answered
 * @param most how many posts in all
 */
public record Posting(
    int batch,
    int size,
    Duration ttl,
    Duration brief,
    Duration delay,
    Duration pause,
    int perSecond,
    int most) {
  /** Up to ten small messages, several times a second, until told to stop. */
  public static final Posting USUAL =
      new Posting(10, 100, Duration.ofHours(1), Duration.ofMillis(200));

  public Posting {
    if (batch < 1 || ttl.toSeconds() < 1 || delay.isNegative() || pause.isNegative()) {
      throw new IllegalArgumentException("nobody can post like this");
    }
    if (brief.isNegative() || perSecond < 0) {
      throw new IllegalArgumentException("less than never, or less than no time");
    }
  }

  /** Posts until told to stop. */
  public Posting(int batch, int size, Duration ttl, Duration pause) {
    this(batch, size, ttl, Duration.ZERO, Duration.ZERO, pause, 0, Integer.MAX_VALUE);
  }

  /** The same with messages that are delayed up to so long. */
  public Posting delayed(Duration longest) {
    return new Posting(batch, size, ttl, brief, longest, pause, perSecond, most);
  }

  /** The same without pauses. */
  public Posting hurried() {
    return new Posting(batch, size, ttl, brief, delay, Duration.ZERO, perSecond, most);
  }

  /** The same, ending after so many posts. */
  public Posting times(int posts) {
    return new Posting(batch, size, ttl, brief, delay, pause, perSecond, posts);
  }

  /** The same with so many messages in one request at most. */
  public Posting batches(int messages) {
    return new Posting(messages, size, ttl, brief, delay, pause, perSecond, most);
  }

  /** The same at a steady rate. */
  public Posting steadily(int postsPerSecond) {
    return new Posting(batch, size, ttl, brief, delay, pause, postsPerSecond, most);
  }

  /** The same with some messages that expire so soon. */
  public Posting someBrief(Duration shortTtl) {
    return new Posting(batch, size, ttl, shortTtl, delay, pause, perSecond, most);
  }
}
