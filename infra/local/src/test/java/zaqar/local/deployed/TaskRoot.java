// SPDX-License-Identifier: Apache-2.0
package zaqar.local.deployed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import zaqar.local.Checkout;

/**
 * What Lambda has of a function on its disk: the deployment zip, unpacked, and beside it the native
 * part of the runtime interface client.
 *
 * @param folder where handlers are started
 * @param client the jars of the runtime interface client
 * @param library its native part
 */
public record TaskRoot(Path folder, Path client, Path library) {
  /** Unpacks the zip that was built last into {@code where}. */
  public static TaskRoot unpack(Path where) {
    return unpack(Checkout.current().root().resolve("functions/target/functions.zip"), where);
  }

  /** Unpacks any of its kind. */
  static TaskRoot unpack(Path zip, Path where) {
    Path root = Checkout.current().root();
    try {
      Path folder = Files.createDirectories(where.resolve("task"));
      unzip(zip, folder);
      Path client = root.resolve("infra/lambda-runtime/target/lib");
      return new TaskRoot(folder, client, library(client, where.resolve("client.so")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unzip(Path zip, Path folder) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream content = file.getInputStream(entry)) {
            Files.copy(content, target);
          }
        }
      }
    }
  }

  /** By itself the client unpacks it to one place for all, where two that start at once clash. */
  private static Path library(Path client, Path target) throws IOException {
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    try (var jars = Files.newDirectoryStream(client, "*runtime-interface-client*.jar");
        ZipFile jar = new ZipFile(jars.iterator().next().toFile());
        InputStream library =
            jar.getInputStream(jar.getEntry("jni/libaws-lambda-jni.linux-" + processor + ".so"))) {
      Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }

  /** Deletes it, and all that was put beside it. */
  public void delete() {
    try (Stream<Path> files = Files.walk(folder.getParent())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
