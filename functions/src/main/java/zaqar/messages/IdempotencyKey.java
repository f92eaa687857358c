// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import zaqar.http.Problem;
import zaqar.names.Sha256;

/**
 * What a client calls a post, so that it can send it again: the key, and what was sent with it,
 * neither of which can be told from what is kept of them.
 *
 * @param id stands for the key
 * @param fingerprint stands for the key and the body together
 */
@SuppressWarnings("ArrayRecordComponent") // Fingerprints are compared by what they hold.
record IdempotencyKey(Ulid id, byte[] fingerprint) {
  static final String HEADER = "Idempotency-Key";

  private static final int LONGEST = 255;

  /**
   * The key of a request with this body.
   *
   * @throws Problem if it is empty, or too long
   */
  static IdempotencyKey of(String text, byte[] body) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw Problem.invalidHeader(
          "Invalid header value", HEADER + " must have from 1 to " + LONGEST + " characters.");
    }
    byte[] key = text.getBytes(StandardCharsets.UTF_8);
    byte[] both =
        ByteBuffer.allocate(Integer.BYTES + key.length + body.length)
            .putInt(key.length)
            .put(key)
            .put(body)
            .array();
    Ulid id = Ulid.from(Arrays.copyOf(Sha256.of(key), Ulid.ULID_BYTES));
    return new IdempotencyKey(id, Sha256.of(both));
  }
}
