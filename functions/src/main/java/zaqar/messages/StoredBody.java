// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import static zaqar.dynamodb.MessageTable.BODY;
import static zaqar.dynamodb.MessageTable.DEFLATED_BODY;
import static zaqar.dynamodb.MessageTable.ENCRYPTED_BODY;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;
import zaqar.encryption.DataKey;
import zaqar.encryption.DataKeys;
import zaqar.names.MessageId;
import zaqar.names.QueueKey;

/**
 * A body as it is stored: as sent, or deflated where that saves a write unit; either of them
 * encrypted where the queue asks for it.
 *
 * @param attribute the name of the attribute that holds the bytes, which tells what they are
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are never compared.
public record StoredBody(String attribute, byte[] bytes) {
  private static final int UNIT = 1024;

  /**
   * What a message's item takes beside its body, with claim, count and longest expiry: see {@link
   * MessageItems}.
   */
  static final int ITEM_OVERHEAD = 147;

  /** What the number of its hops takes, in those that have any. */
  private static final int HOPS_OVERHEAD = 3;

  /** What it takes in a dead letter to say where that was, beside the name of that queue. */
  private static final int LETTER_OVERHEAD = 19;

  /** What encryption adds to it: the name of its attribute, and what the key adds. */
  private static final int ENCRYPTION_OVERHEAD = 1 + DataKey.OVERHEAD;

  /** A body deflated, or not, whichever is cheaper to keep. */
  public static StoredBody of(String body) {
    return cheaper(body, 0);
  }

  /** The same, encrypted for a message. */
  static StoredBody of(String body, DataKey key, QueueKey queue, MessageId message) {
    StoredBody clear = cheaper(body, ENCRYPTION_OVERHEAD);
    byte[] named =
        ByteBuffer.allocate(1 + clear.bytes.length)
            .put((byte) clear.attribute.charAt(0))
            .put(clear.bytes)
            .array();
    return new StoredBody(ENCRYPTED_BODY, key.encrypt(queue, message, named));
  }

  private static StoredBody cheaper(String body, int overhead) {
    byte[] plain = body.getBytes(StandardCharsets.UTF_8);
    if (units(plain.length + overhead) == 1) {
      return new StoredBody(BODY, plain);
    }
    byte[] deflated = deflate(plain);
    return units(deflated.length + overhead) < units(plain.length + overhead)
        ? new StoredBody(DEFLATED_BODY, deflated)
        : new StoredBody(BODY, plain);
  }

  /** Whether it has to be decrypted before it can be read. */
  public boolean isEncrypted() {
    return attribute.equals(ENCRYPTED_BODY);
  }

  /**
   * What was encrypted for a message.
   *
   * @throws zaqar.encryption.Undecryptable if that cannot be told any more
   */
  StoredBody decrypted(DataKeys keys, QueueKey queue, MessageId message) {
    byte[] named = keys.decrypt(queue, message, bytes);
    return new StoredBody(Character.toString(named[0]), Arrays.copyOfRange(named, 1, named.length));
  }

  /** Whether the body and all else that its message may ever carry fit one write unit. */
  boolean fitsInline(boolean hasHops, Optional<DeadLetter> letter) {
    int ofLetter = letter.map(l -> LETTER_OVERHEAD + l.queue().value().length()).orElse(0);
    return units(bytes.length + (hasHops ? HOPS_OVERHEAD : 0) + ofLetter) == 1;
  }

  /** The body in an item, or null if it holds none. */
  static @Nullable StoredBody read(Map<String, AttributeValue> item) {
    for (String attribute : List.of(BODY, DEFLATED_BODY, ENCRYPTED_BODY)) {
      if (item.containsKey(attribute)) {
        return new StoredBody(attribute, Attributes.bytes(item, attribute));
      }
    }
    return null;
  }

  /** The body as it was sent, of one that is not encrypted. */
  public String text() {
    byte[] plain =
        switch (attribute) {
          case BODY -> bytes;
          case DEFLATED_BODY -> inflate(bytes);
          default -> throw new IllegalStateException("a body is read before it is decrypted");
        };
    return new String(plain, StandardCharsets.UTF_8);
  }

  /** A text deflated, whatever that saves. */
  public static StoredBody deflated(String text) {
    return new StoredBody(BODY, text.getBytes(StandardCharsets.UTF_8)).deflated();
  }

  /** The same body deflated, of one that is not encrypted. */
  public StoredBody deflated() {
    return attribute.equals(BODY) ? new StoredBody(DEFLATED_BODY, deflate(bytes)) : this;
  }

  private static int units(int length) {
    return (ITEM_OVERHEAD + length + UNIT - 1) / UNIT;
  }

  private static byte[] deflate(byte[] plain) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return deflated.toByteArray();
  }

  private static byte[] inflate(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      inflater.end();
    }
  }
}
