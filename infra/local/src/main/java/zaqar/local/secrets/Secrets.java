// SPDX-License-Identifier: Apache-2.0
package zaqar.local.secrets;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.SecretResource;

/**
 * The template's secrets: each made up once, and the same after a restart. They stand where a text
 * refers to them as CloudFormation's dynamic references do.
 */
public final class Secrets {
  private static final Pattern REFERENCE = Pattern.compile("\\{\\{resolve:([^}]*)}}");
  private static final String SERVICE = "secretsmanager:";
  private static final String WHOLE = ":SecretString";

  private final Map<String, String> values;

  private Secrets(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Finds the secrets that an earlier run left in {@code folder}, and makes those that are missing;
   * without a folder all are new, and forgotten.
   */
  public static Secrets open(Optional<Path> folder, List<SecretResource> resources) {
    SecureRandom random = new SecureRandom();
    Map<String, String> values = new HashMap<>();
    for (SecretResource resource : resources) {
      values.put(
          resource.arn(),
          folder
              .map(path -> new SecretFile(path.resolve(resource.name())))
              .map(file -> file.readOr(() -> made(resource, random)))
              .orElseGet(() -> made(resource, random)));
    }
    return new Secrets(values);
  }

  private static String made(SecretResource resource, SecureRandom random) {
    return random
        .ints(resource.length(), 0, resource.alphabet().length())
        .mapToObj(index -> resource.alphabet().substring(index, index + 1))
        .collect(Collectors.joining());
  }

  /**
   * The text with secrets in place of references.
   *
   * @throws CannotStart for a reference to anything else
   */
  public String resolve(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(reference -> Matcher.quoteReplacement(value(reference)));
  }

  private String value(MatchResult reference) {
    String wanted = reference.group(1);
    if (!wanted.startsWith(SERVICE)) {
      throw new CannotStart("template.yaml: the local runtime does not know " + reference.group());
    }
    String id = wanted.substring(SERVICE.length());
    String value =
        values.get(id.endsWith(WHOLE) ? id.substring(0, id.length() - WHOLE.length()) : id);
    if (value == null) {
      throw new CannotStart(
          "template.yaml: " + reference.group() + " names no secret of the template");
    }
    return value;
  }
}
