package zaqar.local.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.failure.CannotStart;

class NativeLibrariesTest {
  @TempDir Path folder;

  @BeforeEach
  void asDynamoDbLocalBringsThem() throws IOException {
    for (String name :
        new String[] {
          "libsqlite4java-linux-amd64-1.0.392.so",
          "libsqlite4java-linux-i386-1.0.392.so",
          "libsqlite4java-osx-1.0.392.dylib",
          "sqlite4java-win32-x64-1.0.392.dll"
        }) {
      Files.createFile(folder.resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource({"Linux, amd64", "Linux, i386", "Mac OS X, x86_64", "Windows 11, amd64"})
  void check_acceptsMachinesWithALibrary(String os, String processor) {
    assertThatCode(() -> NativeLibraries.check(folder, os, processor)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"Linux, aarch64", "Mac OS X, aarch64", "Windows 11, aarch64"})
  void check_sendsOtherMachinesToAnotherDynamoDb(String os, String processor) {
    assertThatThrownBy(() -> NativeLibraries.check(folder, os, processor))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(os + " on " + processor)
        .hasMessageContaining("--dynamodb-endpoint");
  }

  @Test
  void check_tellsWhenNothingWasBuilt() {
    assertThatThrownBy(() -> NativeLibraries.check(folder.resolve("none"), "Linux", "amd64"))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("build");
  }
}
