// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A generator that takes a new seed at its first use, and again after {@link #forget}. So no two
 * instances that are restored from one snapshot continue from the same seed.
 */
public final class FreshRandom implements RandomGenerator {
  /** How many bytes are drawn at once. A secure generator takes nearly as long for a few. */
  private static final int BLOCK = 256;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Supplier<RandomGenerator> seeded;
  private ByteBuffer drawn = NOTHING;
  private @Nullable RandomGenerator current;

  /** Goes on with what {@code seeded} makes, each time another one. */
  public FreshRandom(Supplier<RandomGenerator> seeded) {
    this.seeded = seeded;
  }

  /**
   * One that cannot be guessed. Each of its seeds comes from the operating system; the JDK's
   * default keeps a state for the whole process beside that, which would be in the snapshot.
   */
  public static FreshRandom secure() {
    return new FreshRandom(
        () -> {
          try {
            return SecureRandom.getInstance("DRBG");
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has one", e);
          }
        });
  }

  @Override
  public synchronized long nextLong() {
    if (!drawn.hasRemaining()) {
      if (current == null) {
        current = seeded.get();
      }
      byte[] block = new byte[BLOCK];
      current.nextBytes(block);
      drawn = ByteBuffer.wrap(block);
    }
    return drawn.getLong();
  }

  /** Forgets its seed, and what was drawn from it. */
  public synchronized void forget() {
    current = null;
    drawn = NOTHING;
  }
}
