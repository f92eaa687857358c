// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What template.yaml gives every function: the variables of its Globals at their defaults. */
public final class TemplateVariables {
  private static final Path TEMPLATE = Path.of("..", "template.yaml");
  private static final Pattern DEFAULT =
      Pattern.compile(
          "^  (\\w+):(?: \\{ Type: \\w+, |\\R(?:    .*\\R)*?    )Default: \"?(\\w+)",
          Pattern.MULTILINE);
  private static final Pattern GLOBALS =
      Pattern.compile("^      Variables:\\R((?:        .*\\R)+)", Pattern.MULTILINE);
  private static final Pattern VARIABLE =
      Pattern.compile("([A-Z_]+): (?:!If\\R +\\[.*)?!(?:Ref |Sub \")([\\w/${:}-]+)");

  private static final Pattern PATH = Pattern.compile("^ +Path: (/\\S*)", Pattern.MULTILINE);

  private TemplateVariables() {}

  /** The variables by name, in the template's order; those without a default hold a sample. */
  public static Map<String, String> read() {
    String template = text();
    Map<String, String> values = new HashMap<>(Map.of("AuthMode", "none"));
    DEFAULT.matcher(template).results().forEach(r -> values.put(r.group(1), r.group(2)));
    Map<String, String> variables = new LinkedHashMap<>();
    String globals = GLOBALS.matcher(template).results().findFirst().orElseThrow().group(1);
    VARIABLE
        .matcher(globals)
        .results()
        .forEach(r -> variables.put(r.group(1), values.getOrDefault(r.group(2), r.group(2))));
    return variables;
  }

  /** The settings of a stack that was deployed as it is. */
  public static Settings settings() {
    return Settings.from(read());
  }

  /** The paths of all routes of the template that have one. */
  public static List<String> paths() {
    return PATH.matcher(text()).results().map(result -> result.group(1)).toList();
  }

  private static String text() {
    try {
      return Files.readString(TEMPLATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
