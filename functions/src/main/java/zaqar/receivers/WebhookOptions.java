// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a subscription's options say about the requests that it gets (contract 9.2).
 *
 * @param postData the body to send instead of the document, which takes the token's place in it
 */
public record WebhookOptions(Optional<String> postData, Map<String, String> postHeaders) {
  private static final String DATA = "post_data";
  private static final Pattern TOKEN = Pattern.compile(Pattern.quote("\"$zaqar_message$\""));

  /** More would make a large body of a small message. */
  private static final int MOST_TOKENS = 10;

  public WebhookOptions {
    postHeaders = Map.copyOf(postHeaders);
  }

  /** What is wrong with options that are to be set, as a sentence; empty if nothing is. */
  public static Optional<String> fault(JsonNode options) {
    JsonNode data = options.path(DATA);
    if (!data.isMissingNode() && !data.isNull() && !data.isTextual()) {
      return Optional.of(DATA + " must be a string.");
    }
    return TOKEN.matcher(data.asText()).results().count() > MOST_TOKENS
        ? Optional.of(DATA + " must not ask for the message more than " + MOST_TOKENS + " times.")
        : PostHeaders.fault(options.path(PostHeaders.OPTION));
  }

  /** Reads options, whatever they are; what would be a fault is left out. */
  public static WebhookOptions read(JsonNode options) {
    return new WebhookOptions(
        Optional.ofNullable(options.path(DATA).textValue()),
        PostHeaders.read(options.path(PostHeaders.OPTION)));
  }

  /** The request that takes a notice, of a message or a confirmation, to a subscriber. */
  public WebhookRequest request(String url, Notice notice) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "application/json");
    headers.putAll(postHeaders);
    headers.putAll(notice.headers());
    String document = notice.document();
    return new WebhookRequest(
        url, headers, postData.map(data -> insert(document, data)).orElse(document));
  }

  private static String insert(String document, String data) {
    return String.join(document, TOKEN.split(data, MOST_TOKENS + 1));
  }
}
