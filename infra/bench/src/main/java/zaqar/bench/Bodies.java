// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Texts of one length for the bodies of messages. Their letters are random, so that no server gains
 * by compressing them more than six bits a letter.
 */
final class Bodies {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int VARIANTS = 16;
  private static final int TTL = 3600;

  private final int length;

  /** So many letters. */
  Bodies(int length) {
    this.length = length;
  }

  /** The texts of {@code count} messages. */
  String[] texts(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder(length);
      random.ints(length, 0, LETTERS.length()).forEach(at -> text.append(LETTERS.charAt(at)));
      texts[i] = text.toString();
    }
    return texts;
  }

  /** Some documents that post {@code count} messages each. */
  byte[][] posts(int count) {
    byte[][] posts = new byte[VARIANTS][];
    for (int variant = 0; variant < VARIANTS; variant++) {
      ArrayNode messages = JsonNodeFactory.instance.arrayNode();
      for (String text : texts(count, variant)) {
        messages.addObject().put("ttl", TTL).put("body", text);
      }
      String document = JsonNodeFactory.instance.objectNode().set("messages", messages).toString();
      posts[variant] = document.getBytes(StandardCharsets.UTF_8);
    }
    return posts;
  }
}
