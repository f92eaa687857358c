// SPDX-License-Identifier: Apache-2.0
package zaqar.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Query parameters, read as the original reads them (contract 2.5): an empty value counts as
 * absent, of several values the last one counts, and a comma separates values like a repeated name
 * does.
 */
public record Query(List<Parameter> parameters) {
  private static final Set<String> TRUE = Set.of("true", "True", "t", "yes", "y", "1", "on");
  private static final Set<String> FALSE = Set.of("false", "False", "f", "no", "n", "0", "off");

  /** One decoded name and value as sent. */
  public record Parameter(String name, String value) {}

  public Query {
    parameters = List.copyOf(parameters);
  }

  /** The last non-empty value of a parameter. */
  public Optional<String> text(String name) {
    return values(name).reduce((earlier, later) -> later);
  }

  /** All non-empty values; absent if the parameter has only an empty value or is not there. */
  public Optional<List<String>> list(String name) {
    boolean given =
        parameters.stream().anyMatch(p -> p.name().equals(name) && !p.value().isEmpty());
    return given ? Optional.of(values(name).toList()) : Optional.empty();
  }

  /** A whole number. */
  public Optional<Integer> number(String name) {
    return text(name)
        .map(
            value -> {
              try {
                return Integer.valueOf(value.strip());
              } catch (NumberFormatException e) {
                throw Problem.invalidParameter(name, "The value must be an integer.");
              }
            });
  }

  /** A boolean in one of the spellings that the original knows. */
  public boolean flag(String name, boolean ifAbsent) {
    return text(name)
        .map(
            value -> {
              if (TRUE.contains(value)) {
                return true;
              }
              if (FALSE.contains(value)) {
                return false;
              }
              throw Problem.invalidParameter(
                  name, "The value of the parameter must be 'true' or 'false'.");
            })
        .orElse(ifAbsent);
  }

  private Stream<String> values(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .flatMap(parameter -> Arrays.stream(parameter.value().split(",", -1)))
        .filter(value -> !value.isEmpty());
  }
}
