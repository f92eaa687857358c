// SPDX-License-Identifier: Apache-2.0
package zaqar.local.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The messages of a producer, by number. The number decides the body: most are short, some lie
 * apart from their message, and some of these can be deflated.
 */
final class Posts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KINDS = 10;

  private final AtomicInteger begun = new AtomicInteger();
  private final Map<Integer, Long> answered = new ConcurrentHashMap<>();

  /** Numbers that were not used before. */
  List<Integer> begin(int count) {
    int first = begun.getAndAdd(count);
    return IntStream.range(first, first + count).boxed().toList();
  }

  /** The body of a message. */
  static JsonNode body(int number) {
    String text =
        switch (number % KINDS) {
          case 3 -> "much the same ".repeat(1500);
          case 7 -> random(number, 3000);
          default -> random(number, 100);
        };
    ObjectNode body = JSON.createObjectNode();
    return body.put("number", number).put("text", text);
  }

  private static String random(int number, int length) {
    return new Random(number)
        .ints(length, 'A', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** These were answered 201. */
  void answer(List<Integer> numbers) {
    long now = System.nanoTime();
    numbers.forEach(number -> answered.put(number, now));
  }

  /** Whether this is, whole, the body of a message that was sent. */
  boolean isOne(JsonNode body) {
    int number = body.path("number").asInt(-1);
    return number >= 0 && number < begun.get() && body(number).equals(body);
  }

  int begun() {
    return begun.get();
  }

  /** When each was answered, by {@link System#nanoTime}. */
  Map<Integer, Long> answered() {
    return answered;
  }
}
