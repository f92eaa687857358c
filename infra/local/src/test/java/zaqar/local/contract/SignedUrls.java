// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What whoever is given a signed URL does with it, and what whoever knows the secret could. */
final class SignedUrls {
  private SignedUrls() {}

  /** A call with the headers that stand for what a POST to share has answered. */
  static Call call(Zaqar zaqar, JsonNode shared, String method, String path) {
    return zaqar
        .call(method, path)
        .header("X-Project-ID", shared.path("project").asText())
        .header("URL-Paths", commas(shared.path("paths")))
        .header("URL-Methods", commas(shared.path("methods")))
        .header("URL-Expires", shared.path("expires").asText())
        .header("URL-Signature", shared.path("signature").asText());
  }

  /** A call signed with a secret, for one method and one path, by the formula of contract 10.2. */
  static Call signed(
      Zaqar zaqar, String secret, String method, String path, String expires, String called) {
    return zaqar
        .call(method, called)
        .header("URL-Paths", path)
        .header("URL-Methods", method)
        .header("URL-Expires", expires)
        .header("URL-Signature", hmac(secret, text(path, method, zaqar.project(), expires)));
  }

  /** What is signed, by the formula of contract 10.2. */
  static String text(String path, String method, String project, String expires) {
    return "[[\"%s\"],[\"%s\"],\"%s\",\"%s\"]".formatted(path, method, project, expires);
  }

  static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A list as a header has it. */
  static String commas(JsonNode list) {
    return String.join(",", list.valueStream().map(JsonNode::asText).toList());
  }

  /** So many seconds from now, in UTC and without a zone. */
  static String in(long seconds) {
    return LocalDateTime.ofInstant(
            Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss"));
  }
}
