// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import java.util.stream.Collectors;
import zaqar.local.failure.CannotStart;

/**
 * A secret of the template, which AWS makes up when it makes the stack.
 *
 * @param name its logical name
 * @param length how many characters it has
 * @param alphabet the characters that it may have
 */
public record SecretResource(String name, int length, String alphabet) {
  static final String TYPE = "AWS::SecretsManager::Secret";

  private static final int AWS_LENGTH = 32;
  private static final int MOST_CHARACTERS = 4096;
  private static final String LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** Refuses what Secrets Manager would refuse. */
  public SecretResource {
    if (length < 1 || length > MOST_CHARACTERS || alphabet.isEmpty()) {
      throw new CannotStart("template.yaml: no secret can be made for " + name);
    }
  }

  /** What {@code !Ref} stands for. */
  static String arn(String name) {
    return Arn.of("secretsmanager", "secret:" + name).text();
  }

  /** By what texts of the template refer to it. */
  public String arn() {
    return arn(name);
  }

  static SecretResource from(String name, Section properties) {
    properties.only("GenerateSecretString", "Description", "KmsKeyId", "Tags");
    if (!properties.keys().contains("GenerateSecretString")) {
      throw new CannotStart(properties.place() + " has no GenerateSecretString");
    }
    Section wanted =
        properties
            .section("GenerateSecretString")
            .only("PasswordLength", "ExcludePunctuation", "ExcludeCharacters");
    String all =
        wanted.flag("ExcludePunctuation") ? LETTERS_AND_DIGITS : LETTERS_AND_DIGITS + PUNCTUATION;
    return new SecretResource(
        name,
        wanted.number("PasswordLength", AWS_LENGTH),
        without(wanted.find("ExcludeCharacters").orElse(""), all));
  }

  private static String without(String excluded, String all) {
    return all.chars()
        .filter(character -> excluded.indexOf(character) < 0)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
