package zaqar.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import zaqar.local.failure.CannotStart;

/**
 * DynamoDB Local keeps its data by way of sqlite4java, which has a native library for some machines
 * only.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  /**
   * Sees that the folder holds DynamoDB Local, with a library for this machine.
   *
   * @throws CannotStart if not
   */
  static void check(Path folder, String os, String processor) {
    String prefix = prefix(os.toLowerCase(Locale.ROOT), processor.toLowerCase(Locale.ROOT));
    try (Stream<Path> files = Files.list(folder)) {
      if (files.noneMatch(file -> String.valueOf(file.getFileName()).startsWith(prefix))) {
        throw new CannotStart(
            "DynamoDB Local has no native library for "
                + (os + " on " + processor)
                + "; start any DynamoDB and give --dynamodb-endpoint URL");
      }
    } catch (IOException e) {
      throw new CannotStart(
          "DynamoDB Local is not in " + folder + "; build it with 'mvn package'", e);
    }
  }

  private static String prefix(String os, String processor) {
    boolean intel64 = processor.equals("amd64") || processor.equals("x86_64");
    boolean arm64 = processor.equals("aarch64") || processor.equals("arm64");
    if (os.startsWith("linux")) {
      return "libsqlite4java-linux-" + (intel64 ? "amd64" : processor);
    }
    if (os.startsWith("mac")) {
      return "libsqlite4java-osx-" + (arm64 ? "aarch64" : "1");
    }
    return "sqlite4java-win32-" + (intel64 ? "x64" : processor);
  }
}
