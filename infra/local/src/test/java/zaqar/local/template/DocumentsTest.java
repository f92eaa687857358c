// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zaqar.local.Checkout;

/** Whoever looks a word up in {@code docs} finds it, in one place. */
class DocumentsTest {
  private static final Path ROOT = Checkout.current().root();
  private static final Path SOURCES = ROOT.resolve("functions/src/main/java");
  private static final Section PARAMETERS =
      TemplateYaml.read(Checkout.current().template()).section("Parameters");

  /** Titles of errors, as the code has them: beside a status, or in a constant of that name. */
  private static final Pattern TITLE =
      Pattern.compile(
          "(?:(?:\\bof|new Problem)\\(\\s*(?:\\d{3}|status|UNAUTHORIZED)"
              + "|String (?:TITLE|UNAVAILABLE) =|invalidHeader\\()[,\\s]*\"([^\"]+)\"");

  /** The first column of a table whose entries are code. */
  private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+?) \\|");

  /** The first column of the glossary. */
  private static final Pattern TERM_ROW = Pattern.compile("(?m)^\\| ([^|`]+?) \\| [A-Z]");

  /** The words that every guide to such a service explains. */
  private static final List<String> TERMS =
      List.of(
          "claim",
          "claim TTL",
          "client, client id",
          "consumer, worker",
          "dead letter",
          "echo",
          "flavor",
          "grace",
          "marker",
          "message",
          "message TTL",
          "observer",
          "pool",
          "producer",
          "producer-consumer",
          "project",
          "publisher",
          "publisher-subscriber",
          "queue",
          "shard",
          "subscriber, subscription",
          "ttl");

  @Test
  void parameters_haveOneRowEachWithTheirDefault() {
    List<String> wanted = new ArrayList<>();
    for (String name : PARAMETERS.keys()) {
      wanted.add(name + " " + shownDefault(PARAMETERS.section(name)));
    }

    assertThat(
            rows(CODE_ROW, "docs/parameters.md")
                .map(row -> row.group(1) + " " + row.group(2))
                .toList())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void errors_areThoseOfTheCode() {
    List<String> titles =
        javaFiles()
            .flatMap(file -> TITLE.matcher(text(file)).results())
            .map(title -> title.group(1))
            .distinct()
            .toList();

    assertThat(titles).hasSizeGreaterThan(20);
    assertThat(rows(CODE_ROW, "docs/errors.md").map(row -> row.group(1)).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(titles);
  }

  @Test
  void terms_areExplainedOnce() {
    List<String> explained = rows(TERM_ROW, "docs/glossary.md").map(row -> row.group(1)).toList();

    assertThat(explained).doesNotHaveDuplicates().containsAll(TERMS);
  }

  private static String shownDefault(Section parameter) {
    if (!parameter.keys().contains("Default")) {
      return "none";
    }
    String value = parameter.text("Default");
    return value.isEmpty() ? "empty" : "`" + value + "`";
  }

  private static Stream<MatchResult> rows(Pattern pattern, String page) {
    return pattern.matcher(text(ROOT.resolve(page))).results();
  }

  private static Stream<Path> javaFiles() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
