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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  /** A parameter beside its default, which only its explanation has. */
  private static final Pattern PARAMETER_ROW =
      Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\| (none|empty|`[^`]*`) \\|");

  /** The title of an error beside its status. */
  private static final Pattern ERROR_ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\d{3}) \\|");

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
        files(SOURCES, ".java")
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

  /** Other pages may use a word; only its own page explains it, and once. */
  @Test
  void site_explainsEachParameterErrorAndTermOnce() {
    List<String> wanted = new ArrayList<>();
    entries(PARAMETER_ROW, "docs/parameters.md").forEach(wanted::add);
    entries(ERROR_ROW, "docs/errors.md").forEach(wanted::add);
    entries(TERM_ROW, "docs/glossary.md").forEach(wanted::add);
    List<String> explained = new ArrayList<>();
    for (Path page : files(ROOT.resolve("docs"), ".md").toList()) {
      Stream.of(PARAMETER_ROW, ERROR_ROW, TERM_ROW)
          .flatMap(row -> entries(row, ROOT.relativize(page).toString()))
          .filter(wanted::contains)
          .forEach(explained::add);
    }

    assertThat(wanted).hasSizeGreaterThan(150);
    assertThat(explained).containsExactlyInAnyOrderElementsOf(wanted).doesNotHaveDuplicates();
  }

  private static Stream<String> entries(Pattern row, String page) {
    return rows(row, page)
        .map(
            entry ->
                IntStream.rangeClosed(1, entry.groupCount())
                    .mapToObj(entry::group)
                    .collect(Collectors.joining(" ")));
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

  private static Stream<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
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
