// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import com.github.f4b6a3.ulid.Ulid;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values from Java's types and back. */
public final class Attributes {
  private Attributes() {}

  /** A number. */
  public static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  /** A string. */
  public static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  /** Binary, of bytes that nobody changes any more: they are not copied. */
  public static AttributeValue bytes(byte[] value) {
    return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value));
  }

  /** The sixteen bytes of an id, which sort as the id does. */
  public static AttributeValue ulid(Ulid value) {
    return bytes(value.toBytes());
  }

  /** A number that must be there. */
  public static long number(Map<String, AttributeValue> item, String name) {
    return Long.parseLong(require(item, name).n());
  }

  /** A number, or what stands for its absence. */
  public static long number(Map<String, AttributeValue> item, String name, long ifAbsent) {
    AttributeValue value = item.get(name);
    return value == null ? ifAbsent : Long.parseLong(value.n());
  }

  /** A string that must be there. */
  public static String text(Map<String, AttributeValue> item, String name) {
    return require(item, name).s();
  }

  /** Binary that must be there. */
  public static byte[] bytes(Map<String, AttributeValue> item, String name) {
    return require(item, name).b().asByteArray();
  }

  /** An id, or null if the attribute is not there. */
  public static @Nullable Ulid ulid(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? null : Ulid.from(value.b().asByteArrayUnsafe());
  }

  private static AttributeValue require(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalStateException("an item lacks its attribute " + name);
    }
    return value;
  }
}
