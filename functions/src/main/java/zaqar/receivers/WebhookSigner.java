// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as Standard Webhooks has it, so that a receiver who knows the subscription's
 * secret can tell ours from others', and one that comes again from one that is new.
 */
public final class WebhookSigner {
  /** Begins the names of the headers that carry the signature. */
  static final String HEADER_PREFIX = "webhook-";

  private static final String SECRET_PREFIX = "whsec_";
  private static final int KEY_BYTES = 32;
  private static final int LEAST_KEY_BYTES = 24;
  private static final int MOST_KEY_BYTES = 64;
  private static final String HMAC = "HmacSHA256";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

  private final List<SecretKeySpec> keys;

  /**
   * A signer.
   *
   * @param secrets as {@link #newSecret} makes them; each signs, for receivers that know one
   * @throws IllegalArgumentException if one is of another form
   */
  public WebhookSigner(List<String> secrets) {
    keys = secrets.stream().map(WebhookSigner::key).toList();
  }

  private static SecretKeySpec key(String secret) {
    if (!secret.startsWith(SECRET_PREFIX)) {
      throw new IllegalArgumentException("a secret begins with " + SECRET_PREFIX);
    }
    byte[] bytes = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
    if (bytes.length < LEAST_KEY_BYTES || bytes.length > MOST_KEY_BYTES) {
      throw new IllegalArgumentException("a secret has 24 to 64 bytes");
    }
    return new SecretKeySpec(bytes, HMAC);
  }

  /**
   * A secret for a new subscription: the prefix, and random bytes in Base64.
   *
   * @param random must not be guessable
   */
  public static String newSecret(RandomGenerator random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * The headers that make a request a signed one.
   *
   * @param id the same each time that this notification is tried; letters, digits, underscores and
   *     hyphens
   * @param now when it is tried
   */
  Map<String, String> headers(String id, Instant now, byte[] body) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not an id that can be signed");
    }
    String timestamp = Long.toString(now.getEpochSecond());
    return Map.of(
        HEADER_PREFIX + "id", id,
        HEADER_PREFIX + "timestamp", timestamp,
        HEADER_PREFIX + "signature",
            keys.stream()
                .map(key -> "v1," + sign(key, id + "." + timestamp + ".", body))
                .collect(Collectors.joining(" ")));
  }

  private static String sign(SecretKeySpec key, String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
