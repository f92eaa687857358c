// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs URLs and verifies its own signatures (contract 10.2). During a change of the secret, it
 * also verifies signatures of the previous one.
 */
public final class UrlSigner {
  private final SigningKey current;
  private final List<SigningKey> accepted;

  /** Signs with {@code secret}; the previous one only verifies. */
  public UrlSigner(String secret, Optional<String> previous) {
    current = new SigningKey(secret);
    accepted = Stream.concat(Stream.of(current), previous.stream().map(SigningKey::new)).toList();
  }

  /** The signature, in hexadecimal. */
  public String sign(SignedUrl url) {
    return current.sign(url.text());
  }

  String keyId() {
    return current.id();
  }

  /**
   * Whether a signature is valid for the named key, or for any key if none is named. The time does
   * not depend on the signature or on the key.
   */
  boolean isSigned(SignedUrl url, String signature, Optional<String> keyId) {
    boolean isSigned = false;
    for (SigningKey key : accepted) {
      boolean isMeant = keyId.map(key.id()::equals).orElse(true);
      isSigned |= key.isSigned(url.text(), signature) && isMeant;
    }
    return isSigned;
  }

  /** A secret that signs URLs, and an id that distinguishes it from others without revealing it. */
  private static final class SigningKey {
    private static final String HMAC = "HmacSHA256";

    /** The text of a signed URL is a JSON list and so never equals this. */
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

    /** Whether a signature is valid. The time does not depend on how much of it is right. */
    boolean isSigned(String text, String signature) {
      return MessageDigest.isEqual(sign(text).getBytes(UTF_8), signature.getBytes(UTF_8));
    }
  }
}
