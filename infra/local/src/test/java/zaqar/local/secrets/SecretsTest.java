// SPDX-License-Identifier: Apache-2.0
package zaqar.local.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.SecretResource;

class SecretsTest {
  private static final SecretResource KEY = new SecretResource("Key", 64, "abc$\\");
  private static final String REFERENCE = "{{resolve:secretsmanager:" + KEY.arn() + "}}";

  @TempDir Path folder;

  @Test
  void secret_isAsLongAndOfTheLettersThatAreWanted() {
    assertThat(inMemory().resolve(REFERENCE)).matches("[abc$\\\\]{64}");
  }

  @Test
  void secret_isTheSameAfterARestart() {
    String before = onDisk().resolve(REFERENCE);

    assertThat(onDisk().resolve(REFERENCE)).isEqualTo(before);
  }

  @Test
  void secret_inMemoryIsForgotten() {
    assertThat(inMemory().resolve(REFERENCE)).isNotEqualTo(inMemory().resolve(REFERENCE));
  }

  @Test
  void file_isItsOwnersAlone() throws Exception {
    onDisk();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("Key"))))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(file("Key").getParent())) {
      assertThat(files).containsExactly(file("Key"));
    }
  }

  @Test
  void file_halfWrittenWhenTheProcessWasKilledIsNoSecret() throws Exception {
    Files.createDirectories(file("Key.next").getParent());
    Files.writeString(file("Key.next"), "abc");

    assertThat(onDisk().resolve(REFERENCE)).hasSize(64);
    assertThat(file("Key.next")).doesNotExist();
  }

  @Test
  void reference_isReplacedWhereverItStands() {
    Secrets secrets = onDisk();
    String secret = secrets.resolve(REFERENCE);
    String withKey = REFERENCE.replace("}}", ":SecretString}}");

    assertThat(secrets.resolve("a" + REFERENCE + "b" + withKey))
        .isEqualTo("a" + secret + "b" + secret);
    assertThat(secrets.resolve("{{none}} ${here}")).isEqualTo("{{none}} ${here}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{resolve:secretsmanager:Key}}",
        "{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:000000000000:secret:Other}}",
        "{{resolve:secretsmanager:}}",
        "{{resolve:ssm:Key}}",
        "{{resolve:}}"
      })
  void reference_toNoSecretOfTheTemplateIsNamed(String reference) {
    Secrets secrets = inMemory();

    assertThatThrownBy(() -> secrets.resolve(reference))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(reference);
  }

  private Secrets onDisk() {
    return Secrets.open(Optional.of(folder.resolve("secrets")), List.of(KEY));
  }

  private static Secrets inMemory() {
    return Secrets.open(Optional.empty(), List.of(KEY));
  }

  private Path file(String name) {
    return folder.resolve("secrets").resolve(name);
  }
}
