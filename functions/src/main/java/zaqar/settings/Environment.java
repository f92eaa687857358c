package zaqar.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Environment variables, read by name; a missing or malformed one stops the start with a sentence
 * that names it.
 */
record Environment(Map<String, String> variables) {

  Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  String text(String name) {
    return optional(name).orElseThrow(() -> new IllegalStateException(name + " must be set"));
  }

  /** What commas separate, without the blanks around it; empty if it is not set. */
  Set<String> set(String name) {
    return optional(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  int number(String name) {
    String value = text(name);
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Told below, together with negative numbers.
    }
    throw new IllegalStateException(
        name + " must be a whole number of at least 0, but is '" + value + "'");
  }

  Duration seconds(String name) {
    return Duration.ofSeconds(number(name));
  }

  Duration milliseconds(String name) {
    return Duration.ofMillis(number(name));
  }

  /** A URL of HTTP that names a host. */
  URI webAddress(String name) {
    String value = text(name);
    try {
      URI uri = new URI(value);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException noUri) {
      // Told below, together with URLs of other kinds.
    }
    throw new IllegalStateException(
        name + " must be a URL of http or https, but is '" + value + "'");
  }

  boolean flag(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalStateException(
              name + " must be true or false, but is '" + text(name) + "'");
    };
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    String value = text(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name
                        + " must be one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
                        + ", but is '"
                        + value
                        + "'"));
  }
}
