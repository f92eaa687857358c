// SPDX-License-Identifier: Apache-2.0
package zaqar.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import zaqar.local.failure.CannotStart;

@DisabledOnOs(OS.WINDOWS)
class DataFolderTest {
  @TempDir Path folder;

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void folder_isForItsUserAlone() throws IOException {
    Path data = folder.resolve("data");
    try (DataFolder opened = DataFolder.open(data)) {
      assertThat(permissions(opened.path())).isEqualTo("rwx------");
      assertThat(permissions(data.resolve("store"))).isEqualTo("rwx------");
      assertThat(permissions(data.resolve("lock"))).isEqualTo("rw-------");
    }
  }

  @Test
  void folder_ofDynamoDbLocalIsRefused() throws IOException {
    Path data = folder.resolve("data");
    Files.createFile(
        Files.createDirectories(data.resolve("dynamodb")).resolve("shared-local-instance.db"));

    assertThatThrownBy(() -> DataFolder.open(data).close())
        .isInstanceOf(CannotStart.class)
        .hasMessageContainingAll("DynamoDB Local", data.toString(), "--data")
        .message()
        .hasLineCount(1);
  }

  @Test
  void folder_ofAnEarlierReleaseIsFromNowOn() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataFolder.open(data).close();

    assertThat(permissions(data)).isEqualTo("rwx------");
  }
}
