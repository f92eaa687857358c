// SPDX-License-Identifier: Apache-2.0
package zaqar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * References lead somewhere. A section of the contract or the design that a comment cites is a
 * heading in {@code docs}, and so is a promise. A link leads to a file and a heading, and so does a
 * path in a comment. Classes, parameters and tests that a document names are in the code.
 */
class ReferencesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Path CONTRIBUTING = ROOT.resolve("CONTRIBUTING.md");
  private static final Pattern READ = Pattern.compile(".*\\.(java|md|yaml|py|toml|guard|xml)");

  /** Where a build or another program writes. */
  private static final Pattern MADE = Pattern.compile("target|\\..+");

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern CITATION =
      Pattern.compile(
          "\\b([Cc]ontract|[Dd]esign) ((?:sections? |\"\\w+\" )?)(N(?:(?:, |; | and )N)*)"
              .replace("N", NUMBER.pattern()));

  /** Steps of the list in a section, which are cited beside it. */
  private static final Pattern STEPS = Pattern.compile(", steps? \\d+(?: and \\d+)?");

  private static final Pattern PROMISE = Pattern.compile("\\bP[1-9]\\d*\\b");
  private static final Pattern MARGIN = Pattern.compile("^\\s*(?:\\*|//|#)?\\s*");
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
  private static final Pattern LISTING = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)\\s]+)\\)");
  private static final Pattern NAME = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][a-zA-Z0-9]*)+)`");
  private static final Pattern PATH =
      Pattern.compile("(?<![\\w/.-])(?:docs|infra)/(?!\\S*target/)[\\w/-]+\\.(?:md|yaml)\\b");
  private static final Pattern TEST = Pattern.compile(".+(?:Test|IT)");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private static final List<Text> TEXTS = new ArrayList<>();

  /** What somebody has written. */
  private record Text(Path file, String text) {
    /** Without the margins of comments, so that a reference may go on in the next line. */
    String flowing() {
      return text.lines()
          .map(line -> MARGIN.matcher(line).replaceFirst(""))
          .collect(Collectors.joining(" "));
    }

    boolean isDocument() {
      return file.toString().endsWith(".md");
    }

    String withoutListings() {
      return LISTING.matcher(text).replaceAll("");
    }

    Stream<String> headings() {
      return HEADING.matcher(withoutListings()).results().map(heading -> heading.group(1));
    }
  }

  /** A reference, and where it is. */
  private record Reference(Path file, String target) {
    Reference(Text text, String target) {
      this(ROOT.relativize(text.file()), target);
    }
  }

  @BeforeAll
  static void read() {
    read(ROOT);
  }

  private static void read(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        String name = Objects.requireNonNull(entry.getFileName()).toString();
        if (Files.isDirectory(entry) && !MADE.matcher(name).matches()) {
          read(entry);
        } else if (Files.isRegularFile(entry) && READ.matcher(name).matches()) {
          TEXTS.add(new Text(entry, Files.readString(entry)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void contract_isCitedByItsHeadings() {
    assertLead(citations("contract"), headingsBegin("contract.md"));
  }

  @Test
  void design_isCitedByItsHeadings() {
    assertLead(citations("design"), headingsBegin("design.md"));
  }

  @Test
  void promise_isAHeading() {
    assertLead(
        TEXTS.stream()
            .flatMap(
                text ->
                    PROMISE
                        .matcher(text.text())
                        .results()
                        .map(promise -> new Reference(text, promise.group())))
            .toList(),
        headingsBegin("promises.md"));
  }

  @Test
  void link_leadsToAFileAndAHeading() {
    assertThat(
            TEXTS.stream()
                .filter(Text::isDocument)
                .flatMap(
                    text ->
                        LINK.matcher(text.withoutListings())
                            .results()
                            .map(link -> link.group(1))
                            .filter(link -> !leadsSomewhere(text, link))
                            .map(link -> new Reference(text, link))))
        .isEmpty();
  }

  @Test
  void path_inCodeLeadsToAFile() {
    List<Reference> paths =
        TEXTS.stream()
            .filter(text -> !text.isDocument())
            .flatMap(
                text ->
                    PATH.matcher(text.text())
                        .results()
                        .map(path -> new Reference(text, path.group())))
            .toList();

    assertThat(paths).isNotEmpty();
    assertThat(paths.stream().filter(path -> !Files.exists(ROOT.resolve(path.target())))).isEmpty();
  }

  @Test
  void name_inADocumentOfTheCodeIsInTheCode() {
    assertLead(
        names(text -> text.file().startsWith(DOCS) || text.file().equals(CONTRIBUTING)).toList(),
        words());
  }

  @Test
  void test_inAnyDocumentIsThere() {
    assertLead(
        names(text -> true).filter(name -> TEST.matcher(name.target()).matches()).toList(),
        words());
  }

  private static Stream<Reference> names(Predicate<Text> where) {
    return TEXTS.stream()
        .filter(Text::isDocument)
        .filter(where)
        .flatMap(
            text ->
                NAME.matcher(text.withoutListings())
                    .results()
                    .map(name -> new Reference(text, name.group(1))));
  }

  private static Set<String> words() {
    return TEXTS.stream()
        .filter(text -> !text.isDocument())
        .flatMap(text -> WORD.matcher(text.text()).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static void assertLead(Collection<Reference> references, Set<String> targets) {
    assertThat(references).isNotEmpty();
    assertThat(references.stream().filter(reference -> !targets.contains(reference.target())))
        .as("references that lead nowhere")
        .isEmpty();
  }

  private static List<Reference> citations(String document) {
    return TEXTS.stream()
        .flatMap(
            text ->
                CITATION
                    .matcher(STEPS.matcher(text.flowing()).replaceAll(""))
                    .results()
                    .filter(citation -> citation.group(1).equalsIgnoreCase(document))
                    .flatMap(
                        citation ->
                            NUMBER
                                .matcher(citation.group(3))
                                .results()
                                .map(n -> new Reference(text, citation.group(2) + n.group()))))
        .toList();
  }

  /** The first words of a document's headings: numbers, or names of promises. */
  private static Set<String> headingsBegin(String document) {
    return headings(DOCS.resolve(document))
        .map(heading -> heading.split(" ", 2)[0])
        .collect(Collectors.toSet());
  }

  private static Stream<String> headings(Path document) {
    return TEXTS.stream().filter(text -> text.file().equals(document)).flatMap(Text::headings);
  }

  private static boolean leadsSomewhere(Text text, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? text.file() : text.file().resolveSibling(parts[0]);
    return Files.exists(target)
        && (parts.length == 1
            || headings(target.normalize()).anyMatch(heading -> anchor(heading).equals(parts[1])));
  }

  /** What a heading is called in links, as GitHub has it. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
  }
}
