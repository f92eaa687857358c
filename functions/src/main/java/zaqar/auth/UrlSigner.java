// SPDX-License-Identifier: Apache-2.0
package zaqar.auth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signs URLs, and knows its own signatures again (contract 10.2). While the secret is changed, it
 * knows those of the secret before, too.
 */
public final class UrlSigner {
  private final SigningKey current;
  private final List<SigningKey> accepted;

  /** Signs with a secret that nobody else knows; nothing new is signed with the previous one. */
  public UrlSigner(String secret, Optional<String> previous) {
    current = new SigningKey(secret);
    accepted = Stream.concat(Stream.of(current), previous.stream().map(SigningKey::new)).toList();
  }

  /** The signature, in hexadecimal. */
  public String sign(SignedUrl url) {
    return current.sign(url.text());
  }

  /** Which key signs. */
  String keyId() {
    return current.id();
  }

  /**
   * Whether a signature is right, by the key that is named, or else by any. It takes as long for
   * one that is nearly right, and for each of the keys.
   */
  boolean isSigned(SignedUrl url, String signature, Optional<String> keyId) {
    boolean isSigned = false;
    for (SigningKey key : accepted) {
      boolean isMeant = keyId.map(key.id()::equals).orElse(true);
      isSigned |= key.isSigned(url.text(), signature) && isMeant;
    }
    return isSigned;
  }
}
