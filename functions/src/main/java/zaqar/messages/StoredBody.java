package zaqar.messages;

import static zaqar.dynamodb.MessageTable.BODY;
import static zaqar.dynamodb.MessageTable.DEFLATED_BODY;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.dynamodb.Attributes;

/**
 * A body as it is stored: as sent, or deflated where that saves a write unit.
 *
 * @param attribute the name of the attribute that holds the bytes, which tells which of the two it
 *     is
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are never compared.
public record StoredBody(String attribute, byte[] bytes) {
  private static final int UNIT = 1024;

  /**
   * What a message's item takes beside its body, with claim, count and longest expiry: see {@link
   * MessageItems}.
   */
  static final int ITEM_OVERHEAD = 130;

  /** A body deflated, or not, whichever is cheaper to keep. */
  public static StoredBody of(String body) {
    byte[] plain = body.getBytes(StandardCharsets.UTF_8);
    if (units(plain) == 1) {
      return new StoredBody(BODY, plain);
    }
    byte[] deflated = deflate(plain);
    return units(deflated) < units(plain)
        ? new StoredBody(DEFLATED_BODY, deflated)
        : new StoredBody(BODY, plain);
  }

  /** Whether the body and all else that its message may ever carry fit one write unit. */
  boolean fitsInline() {
    return units(bytes) == 1;
  }

  /** The body in an item, or null if it holds none. */
  static @Nullable StoredBody read(Map<String, AttributeValue> item) {
    for (String attribute : List.of(BODY, DEFLATED_BODY)) {
      if (item.containsKey(attribute)) {
        return new StoredBody(attribute, Attributes.bytes(item, attribute));
      }
    }
    return null;
  }

  /** The body as it was sent. */
  public String text() {
    byte[] plain = attribute.equals(BODY) ? bytes : inflate(bytes);
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static int units(byte[] bytes) {
    return (ITEM_OVERHEAD + bytes.length + UNIT - 1) / UNIT;
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
