// SPDX-License-Identifier: Apache-2.0
package zaqar.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import zaqar.http.Json;

/** The checksum of a body (contract 2.8): MD5 over the body as Python's json module writes it. */
final class Checksum {
  private Checksum() {}

  /** The checksum as shown; a null body has none. */
  static Optional<String> of(String body) {
    JsonNode document = Json.parse(body);
    if (document.isNull()) {
      return Optional.empty();
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest(PythonJson.write(document).getBytes(StandardCharsets.US_ASCII));
      return Optional.of("MD5:" + HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
