package zaqar.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs URLs, and knows its own signatures again (contract 3.2). */
public final class UrlSigner {
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  /** Signs with a secret that nobody else knows. */
  public UrlSigner(String secret) {
    key = new SecretKeySpec(secret.getBytes(UTF_8), HMAC);
  }

  /** The signature, in hexadecimal. */
  public String sign(SignedUrl url) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(url.text().getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /** Whether a signature is right. It takes as long for one that is nearly right. */
  boolean isSigned(SignedUrl url, String signature) {
    return MessageDigest.isEqual(sign(url).getBytes(UTF_8), signature.getBytes(UTF_8));
  }
}
