// SPDX-License-Identifier: Apache-2.0
package zaqar.local.kms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.Random;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import zaqar.local.aws.Endpoint;
import zaqar.local.template.Arn;
import zaqar.store.http.HttpAnswer;
import zaqar.store.http.HttpRequest;

/** AWS KMS on the loopback address, of which it knows one key, GenerateDataKey and Decrypt. */
public final class Kms implements AutoCloseable {
  /** The ARN of the one key. */
  public static final String KEY = Arn.of("kms", "key/local").text();

  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Aead key;
  private final Endpoint endpoint;

  private Kms(Aead key) {
    this.key = key;
    endpoint = Endpoint.start("keys", this::handle);
  }

  /** Starts it with the key that is in a file, or without a file with a new one. */
  public static Kms start(Optional<Path> file) {
    return new Kms(KeyFile.open(file));
  }

  /** Where clients reach it. */
  public URI endpoint() {
    return endpoint.uri();
  }

  private HttpAnswer handle(HttpRequest request) throws IOException {
    try {
      String target = request.headers().get("X-Amz-Target");
      return Endpoint.json(200, CONTENT_TYPE, answer(target, parse(request.body())));
    } catch (RefusedRequest e) {
      return Endpoint.json(
          400,
          CONTENT_TYPE,
          JSON.createObjectNode().put("__type", e.type()).put("message", e.getMessage()));
    }
  }

  private static JsonNode parse(byte[] body) throws IOException, RefusedRequest {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw RefusedRequest.malformed();
    }
  }

  private JsonNode answer(@Nullable String target, JsonNode request)
      throws IOException, RefusedRequest {
    if (!request.path("KeyId").asText(KEY).equals(KEY)) {
      throw RefusedRequest.noKey(request.path("KeyId").asText());
    }
    return switch (String.valueOf(target)) {
      case "TrentService.GenerateDataKey" -> generateDataKey(request);
      case "TrentService.Decrypt" -> decrypt(request);
      default -> throw RefusedRequest.unknown(String.valueOf(target));
    };
  }

  private JsonNode generateDataKey(JsonNode request) throws RefusedRequest {
    if (!request.path("KeySpec").asText().equals("AES_256")) {
      throw RefusedRequest.invalid("The local runtime makes keys of KeySpec AES_256 alone.");
    }
    byte[] made = Random.randBytes(KeyFile.BYTES);
    try {
      return JSON.createObjectNode()
          .put("KeyId", KEY)
          .put("Plaintext", made)
          .put("CiphertextBlob", key.encrypt(made, context(request)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode decrypt(JsonNode request) throws IOException, RefusedRequest {
    byte[] wrapped = request.path("CiphertextBlob").binaryValue();
    if (wrapped == null) {
      throw RefusedRequest.invalid("CiphertextBlob must not be null.");
    }
    try {
      return JSON.createObjectNode()
          .put("KeyId", KEY)
          .put("Plaintext", key.decrypt(wrapped, context(request)))
          .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
    } catch (GeneralSecurityException e) {
      throw RefusedRequest.undecryptable();
    }
  }

  /** The encryption context, the same in whatever order it comes. */
  private static byte[] context(JsonNode request) {
    TreeMap<String, String> context = new TreeMap<>();
    request
        .path("EncryptionContext")
        .properties()
        .forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
    return JSON.valueToTree(context).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Answers no more. */
  @Override
  public void close() {
    endpoint.close();
  }
}
