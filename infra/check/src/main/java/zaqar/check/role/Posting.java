package zaqar.check.role;

import java.time.Duration;

/**
 * How a producer posts.
 *
 * @param batch the most messages in one request
 * @param size of a body in bytes, or as much as a token needs
 * @param delay the longest delay of a message; zero leaves it to the queue
 * @param pause the longest pause between two posts
 * @param most how many posts in all
 */
public record Posting(int batch, int size, Duration ttl, Duration delay, Duration pause, int most) {
  /** Up to ten small messages, several times a second, until told to stop. */
  public static final Posting USUAL =
      new Posting(
          10, 100, Duration.ofHours(1), Duration.ZERO, Duration.ofMillis(200), Integer.MAX_VALUE);

  public Posting {
    if (batch < 1 || ttl.toSeconds() < 1 || delay.isNegative() || pause.isNegative()) {
      throw new IllegalArgumentException("nobody can post like this");
    }
  }

  /** The same with messages that are delayed up to so long. */
  public Posting delayed(Duration longest) {
    return new Posting(batch, size, ttl, longest, pause, most);
  }

  /** The same without pauses. */
  public Posting hurried() {
    return new Posting(batch, size, ttl, delay, Duration.ZERO, most);
  }

  /** The same, ending after so many posts. */
  public Posting times(int posts) {
    return new Posting(batch, size, ttl, delay, pause, posts);
  }
}
