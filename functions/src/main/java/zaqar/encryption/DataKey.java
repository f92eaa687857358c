// SPDX-License-Identifier: Apache-2.0
package zaqar.encryption;

import com.github.f4b6a3.ulid.Ulid;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/**
 * A key that bodies are encrypted with, by AES-256 in Galois/Counter Mode. What it encrypts for a
 * message of a queue can be decrypted for that message alone.
 *
 * <pre>
 *  4 B   id of the key
 * 12 B   nonce
 *        ciphertext, as long as what was encrypted
 * 16 B   tag
 * </pre>
 */
public final class DataKey {
  /** By how many bytes encryption makes something longer. */
  public static final int OVERHEAD = 32;

  private final int id;
  private final Aead aead;

  DataKey(int id, byte[] secret) {
    this.id = id;
    try {
      aead = new AesGcmJce(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key for AES", e);
    }
  }

  static int idIn(byte[] encrypted) {
    if (encrypted.length < OVERHEAD) {
      throw new Undecryptable("it is too short");
    }
    return ByteBuffer.wrap(encrypted).getInt();
  }

  /** Encrypts bytes that belong to a message. */
  public byte[] encrypt(QueueKey queue, MessageId message, byte[] clear) {
    try {
      byte[] encrypted = aead.encrypt(clear, place(queue, message));
      return ByteBuffer.allocate(Integer.BYTES + encrypted.length)
          .putInt(id)
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a body could not be encrypted", e);
    }
  }

  /** What was encrypted for this message; throws {@link Undecryptable} for anything else. */
  byte[] decrypt(QueueKey queue, MessageId message, byte[] encrypted) {
    try {
      byte[] withoutId = Arrays.copyOfRange(encrypted, Integer.BYTES, encrypted.length);
      return aead.decrypt(withoutId, place(queue, message));
    } catch (GeneralSecurityException e) {
      throw new Undecryptable("it was changed, or belongs to another message", e);
    }
  }

  /** Project, queue and message, in as many bytes for any. */
  private static byte[] place(QueueKey queue, MessageId message) {
    byte[] hash = queue.hash();
    return ByteBuffer.allocate(hash.length + Ulid.ULID_BYTES + 1)
        .put(hash)
        .put(message.ulid().toBytes())
        .put((byte) message.shard())
        .array();
  }
}
