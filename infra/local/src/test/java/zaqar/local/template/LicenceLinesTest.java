// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zaqar.local.Checkout;

/** Each script and template names the licence; for Java the formatter sees to it. */
class LicenceLinesTest {
  private static final Path ROOT = Checkout.current().root();
  private static final String LINE = "# SPDX-License-Identifier: Apache-2.0";
  private static final List<String> FOLDERS = List.of(".ci", "docs", "infra");
  private static final Set<String> SCRIPTS =
      Set.of("build", "check", "compare", "java", "run", "start.sh");
  private static final Set<String> BUILT = Set.of("target", ".venv", "build", "__pycache__");

  @Test
  void scriptsAndTemplates_nameTheLicence() throws IOException {
    assertThat(namesTheLicence(ROOT.resolve("template.yaml"))).isTrue();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        List<Path> without =
            files
                .filter(Files::isRegularFile)
                .filter(file -> isSource(ROOT.relativize(file)))
                .filter(file -> !namesTheLicence(file))
                .toList();
        assertThat(without).as(folder).isEmpty();
      }
    }
  }

  private static boolean isSource(Path file) {
    for (Path part : file.getParent()) {
      if (BUILT.contains(part.toString())) {
        return false;
      }
    }
    String name = file.getFileName().toString();
    return SCRIPTS.contains(name) || name.endsWith(".py") || name.equals("template.yaml");
  }

  private static boolean namesTheLicence(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.limit(2).anyMatch(LINE::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
