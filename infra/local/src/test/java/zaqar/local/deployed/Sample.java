// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import zaqar.local.Checkout;

/**
 * A sample event of {@code events/}.
 *
 * @param function whose it is: the folder
 * @param name what it is: the file, without its ending
 * @param text as it stands there
 */
public record Sample(String function, String name, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENDING = ".json";

  /** All there are, in the order of their paths. */
  public static List<Sample> all() {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(Files::isRegularFile).sorted().map(Sample::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one that is {@code FUNCTION/NAME}. */
  static Sample of(String path) {
    return read(folder().resolve(path + ENDING));
  }

  private static Path folder() {
    return Checkout.current().root().resolve("events");
  }

  private static Sample read(Path file) {
    Path path = folder().relativize(file);
    String name = path.subpath(1, path.getNameCount()).toString();
    try {
      return new Sample(
          path.getName(0).toString(),
          name.substring(0, name.length() - ENDING.length()),
          Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The event. */
  public JsonNode json() {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(toString(), e);
    }
  }

  /** What is in the queue, if it came out of one. */
  JsonNode body() {
    return Excerpt.parse(json().at("/Records/0/body").textValue());
  }

  /** Whether it is a request, and no event of another source. */
  public boolean isRequest() {
    return json().has("httpMethod");
  }

  /** {@code FUNCTION/NAME}. */
  @Override
  public String toString() {
    return function + "/" + name;
  }
}
