// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import zaqar.local.failure.CannotStart;

/**
 * A mapping of the template.
 *
 * @param place where it stands, so that complaints name it
 * @param values as parsed, in the order of the file
 */
record Section(String place, Map<String, @Nullable Object> values) {
  Section {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A mapping; nothing at all counts as an empty one. */
  static Section of(String place, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> mapping) {
      mapping.forEach((key, item) -> values.put(String.valueOf(key), item));
    } else if (value != null) {
      throw new CannotStart(place + " must be a mapping");
    }
    return new Section(place, values);
  }

  /** The mapping under a key, empty if there is none. */
  Section section(String key) {
    return of(place + ": " + key, values.get(key));
  }

  /** The mappings of the list under a key. */
  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    for (Object item : list(key)) {
      sections.add(of(place + ": " + key, item));
    }
    return sections;
  }

  /** The list under a key, empty if there is none. */
  List<?> list(String key) {
    return switch (values.get(key)) {
      case null -> List.of();
      case List<?> list -> list;
      case Object other ->
          throw new CannotStart(place + ": " + key + " must be a list, not " + other);
    };
  }

  /** The scalar, or the scalars of the list, under a key that must be there. */
  List<String> texts(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(text(key));
  }

  /** The scalar under a key as text. */
  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key)).map(String::valueOf);
  }

  /** The scalar under a key that must be there. */
  String text(String key) {
    return find(key).orElseThrow(() -> new CannotStart(place + " has no " + key));
  }

  /** The whole number under a key. */
  int number(String key, int otherwise) {
    try {
      return find(key).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new CannotStart(place + ": " + key + " must be a whole number", e);
    }
  }

  /** Whether the scalar under a key is true; not if there is none. */
  boolean flag(String key) {
    return find(key).filter("true"::equals).isPresent();
  }

  /** The scalar under a key as seconds, none if it is missing or negative. */
  Optional<Duration> seconds(String key) {
    return Optional.of(number(key, -1)).filter(n -> n >= 0).map(Duration::ofSeconds);
  }

  /** Complains of any key but these: what the runtime does not know, it cannot obey. */
  Section only(String... known) {
    List<String> unknown = new ArrayList<>(keys());
    unknown.removeAll(List.of(known));
    if (!unknown.isEmpty()) {
      throw new CannotStart(
          place + ": the local runtime does not know " + String.join(", ", unknown));
    }
    return this;
  }

  /** The same with these keys alone. */
  Section just(String... wanted) {
    Map<String, @Nullable Object> some = new LinkedHashMap<>(values);
    some.keySet().retainAll(List.of(wanted));
    return new Section(place, some);
  }

  /** The same without one key. */
  Section without(String key) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(values);
    others.remove(key);
    return new Section(place, others);
  }

  /** The keys, in the order of the file. */
  Set<String> keys() {
    return values.keySet();
  }
}
