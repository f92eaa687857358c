// SPDX-License-Identifier: Apache-2.0
package zaqar.local.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import zaqar.local.aws.Clients;
import zaqar.local.failure.CannotStart;

class KmsTest {
  private static final Map<String, String> CONTEXT = Map.of("a", "1", "b", "2");

  @TempDir Path folder;

  private static KmsClient client(Kms kms) {
    return Clients.client(KmsClient.builder(), kms.endpoint());
  }

  private static GenerateDataKeyResponse make(KmsClient client) {
    return client.generateDataKey(
        r -> r.keyId(Kms.KEY).keySpec("AES_256").encryptionContext(CONTEXT));
  }

  private static SdkBytes decrypt(KmsClient client, SdkBytes wrapped, Map<String, String> context) {
    return client
        .decrypt(r -> r.keyId(Kms.KEY).ciphertextBlob(wrapped).encryptionContext(context))
        .plaintext();
  }

  @Test
  void dataKey_isUnwrappedAfterARestart() throws Exception {
    Path file = folder.resolve("secrets/kms");
    GenerateDataKeyResponse made;
    try (Kms kms = Kms.start(Optional.of(file));
        KmsClient client = client(kms)) {
      made = make(client);
    }

    try (Kms kms = Kms.start(Optional.of(file));
        KmsClient client = client(kms)) {
      assertThat(decrypt(client, made.ciphertextBlob(), CONTEXT)).isEqualTo(made.plaintext());
      assertThat(made.plaintext().asByteArray()).hasSize(32);
      assertThat(make(client).plaintext()).isNotEqualTo(made.plaintext());
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void dataKey_isNotUnwrappedInAnotherContextOrByAnotherKey() {
    try (Kms kms = Kms.start(Optional.empty());
        KmsClient client = client(kms);
        Kms other = Kms.start(Optional.empty());
        KmsClient stranger = client(other)) {
      SdkBytes wrapped = make(client).ciphertextBlob();

      assertThatExceptionOfType(InvalidCiphertextException.class)
          .isThrownBy(() -> decrypt(client, wrapped, Map.of("a", "1")));
      assertThatExceptionOfType(InvalidCiphertextException.class)
          .isThrownBy(() -> decrypt(stranger, wrapped, CONTEXT));
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.decrypt(r -> r.keyId("x").ciphertextBlob(wrapped)));
    }
  }

  @Test
  void request_thatIsNotKnownIsNamed() {
    try (Kms kms = Kms.start(Optional.empty());
        KmsClient client = client(kms)) {
      assertThatExceptionOfType(KmsException.class)
          .isThrownBy(client::listKeys)
          .withMessageContaining("TrentService.ListKeys");
      assertThatExceptionOfType(KmsException.class)
          .isThrownBy(() -> client.generateDataKey(r -> r.keyId(Kms.KEY).keySpec("AES_128")))
          .withMessageContaining("AES_256");
    }
  }

  @Test
  void file_withoutAKeyIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("kms"), "no key");

    assertThatThrownBy(() -> Kms.start(Optional.of(file)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(file.toString());
  }
}
