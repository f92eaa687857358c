// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs URLs, and an id that distinguishes it from others without revealing it. */
final class SigningKey {
  private static final String HMAC = "HmacSHA256";

  /** No text of a signed URL is like this: it is a list of JSON. */
  private static final String ID_TEXT = "key id";

  private static final int ID_LENGTH = 16;

  private final SecretKeySpec key;
  private final String id;

  SigningKey(String secret) {
    key = new SecretKeySpec(secret.getBytes(UTF_8), HMAC);
    id = sign(ID_TEXT).substring(0, ID_LENGTH);
  }

  String id() {
    return id;
  }

  /** The signature of a text, in hexadecimal. */
  String sign(String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /** Whether a signature is right. It takes as long for one that is nearly right. */
  boolean isSigned(String text, String signature) {
    return MessageDigest.isEqual(sign(text).getBytes(UTF_8), signature.getBytes(UTF_8));
  }
}
