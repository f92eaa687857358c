// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Plays samples through their functions, with what things are called here in place of what they are
 * called in the samples.
 */
final class Play {
  private final Deployed deployed;
  private final Map<String, String> names = new HashMap<>();

  /** Begins with these names. */
  Play(Deployed deployed, Map<String, String> names) {
    this.deployed = deployed;
    this.names.putAll(names);
  }

  /** Plays one step, and looks at what came of it. */
  void step(Step step) {
    step.given().run();
    JsonNode answer = answer(Sample.of(step.sample()));
    Excerpt.assertIn(answer, here(step.answer()));
    step.names()
        .forEach(
            (name, place) -> {
              String path = answer.at(place).asText();
              names.put(name, path.substring(path.lastIndexOf('/') + 1));
            });
    step.then().run();
  }

  /** Learns what something is called here that the samples call otherwise. */
  void name(String inSamples, String here) {
    names.put(inSamples, here);
  }

  /**
   * The answer of a sample's function. That of a request has {@code status}, {@code headers}, and
   * {@code body}, which is JSON if it says so.
   */
  JsonNode answer(Sample sample) {
    Outcome outcome = deployed.environment(sample.function()).invoke(event(sample));
    if (outcome instanceof Outcome.Answer answer) {
      return sample.isRequest() ? response(answer) : Excerpt.parse(answer.json());
    }
    throw new AssertionError(sample + ": " + outcome);
  }

  /** A sample as it is sent. */
  byte[] event(Sample sample) {
    return here(sample.text()).getBytes(StandardCharsets.UTF_8);
  }

  /** What is in the queue, in a sample that came out of one. */
  JsonNode queued(String sample) {
    return Excerpt.parse(here(Sample.of(sample).body().toString()));
  }

  /** The text with names as they are here. */
  String here(String text) {
    String translated = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      translated = translated.replace(name.getKey(), name.getValue());
    }
    return translated;
  }

  /** What is answered to a request. */
  static JsonNode response(Outcome.Answer answer) {
    ObjectNode document = Excerpt.parse(answer.json()).deepCopy();
    String type = document.path("headers").path("Content-Type").asText();
    String body = document.path("body").asText();
    document.set("status", document.remove("statusCode"));
    if (type.startsWith("application/json") && !body.isEmpty()) {
      document.set("body", Excerpt.parse(body));
    }
    return document;
  }
}
