// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import zaqar.local.failure.CannotStart;

/**
 * Replaces intrinsics by what they stand for. What it does not know is an error that names it; a
 * property whose value is {@code AWS::NoValue} is left out.
 */
final class Resolver {
  private static final Object NO_VALUE = new Object();

  private final References references;
  private final Section conditions;
  private final Section mappings;

  /** Resolves by these names; the others are the template's sections of their names. */
  Resolver(References references, Section conditions, Section mappings) {
    this.references = references;
    this.conditions = conditions;
    this.mappings = mappings;
  }

  /** A mapping with all its values resolved. */
  Section resolve(Section section) {
    return Section.of(section.place(), resolve(section.values()));
  }

  /** The value of a condition. */
  boolean holds(String condition) {
    if (!conditions.keys().contains(condition)) {
      throw new CannotStart("template.yaml has no condition '" + condition + "'");
    }
    return truth(conditions.values().get(condition));
  }

  /** What a rule says. */
  boolean isTrue(@Nullable Object value) {
    return truth(value);
  }

  private @Nullable Object resolve(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Intrinsic intrinsic -> call(intrinsic);
      case Map<?, ?> map -> {
        Optional<Intrinsic> intrinsic = Intrinsic.in(map);
        yield intrinsic.isPresent() ? call(intrinsic.get()) : mapping(map);
      }
      case List<?> list -> items(list);
      default -> value;
    };
  }

  private Map<String, @Nullable Object> mapping(Map<?, ?> map) {
    Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> {
          Object value = resolve(item);
          if (value != NO_VALUE) {
            resolved.put(String.valueOf(key), value);
          }
        });
    return resolved;
  }

  private List<@Nullable Object> items(List<?> list) {
    List<@Nullable Object> resolved = new ArrayList<>();
    for (Object item : list) {
      Object value = resolve(item);
      if (value != NO_VALUE) {
        resolved.add(value);
      }
    }
    return resolved;
  }

  private @Nullable Object call(Intrinsic intrinsic) {
    return switch (intrinsic.name()) {
      case "Ref" ->
          intrinsic.word().equals("AWS::NoValue") ? NO_VALUE : references.ref(intrinsic.word());
      case "GetAtt" -> references.attribute(intrinsic);
      case "ImportValue" -> references.imported(text(intrinsic.argument()));
      case "Sub" -> new Substitution(intrinsic, references, this::text).text();
      case "If" -> {
        List<?> choice = intrinsic.list(3);
        yield resolve(choice.get(holds(String.valueOf(choice.get(0))) ? 1 : 2));
      }
      case "Join" -> {
        List<?> join = intrinsic.list(2);
        yield texts(intrinsic, join.get(1)).stream()
            .collect(Collectors.joining(String.valueOf(join.get(0))));
      }
      case "Select" -> select(intrinsic);
      case "FindInMap" -> {
        List<String> keys = intrinsic.list(3).stream().map(this::text).toList();
        yield mappings.section(keys.get(0)).section(keys.get(1)).text(keys.get(2));
      }
      case "Condition" -> holds(intrinsic.word());
      case "Equals" -> text(intrinsic.list(2).get(0)).equals(text(intrinsic.list(2).get(1)));
      case "Not" -> !truth(intrinsic.list(1).get(0));
      case "And" -> intrinsic.list(2).stream().allMatch(this::truth);
      case "Or" -> intrinsic.list(2).stream().anyMatch(this::truth);
      default ->
          throw new CannotStart(
              "template.yaml: the local runtime does not know !" + intrinsic.name());
    };
  }

  private String select(Intrinsic intrinsic) {
    List<?> choice = intrinsic.list(2);
    List<String> items = texts(intrinsic, choice.get(1));
    try {
      return items.get(Integer.parseInt(text(choice.get(0))));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw intrinsic.wrong("takes an index within its list");
    }
  }

  private List<String> texts(Intrinsic intrinsic, @Nullable Object list) {
    if (resolve(list) instanceof List<?> items) {
      return items.stream().map(String::valueOf).toList();
    }
    throw intrinsic.wrong("takes a list");
  }

  private String text(@Nullable Object value) {
    return String.valueOf(resolve(value));
  }

  private boolean truth(@Nullable Object value) {
    if (resolve(value) instanceof Boolean truth) {
      return truth;
    }
    throw new CannotStart("template.yaml: not a condition: " + value);
  }
}
