// SPDX-License-Identifier: Apache-2.0
package zaqar.local.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import zaqar.local.failure.CannotStart;

/** A secret in a file that its owner alone can read, and that is there whole or not at all. */
public record SecretFile(Path path) {
  /** What an earlier run left, or else {@code made}, which is kept before it is returned. */
  public String readOr(Supplier<String> made) {
    try {
      if (!Files.exists(path)) {
        Files.createDirectories(path.resolveSibling("."));
        write(made.get());
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new CannotStart("cannot keep a secret in " + path, e);
    }
  }

  /** Empty on file systems that know no such permissions. */
  private static FileAttribute<?>[] ownersOnly(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private void write(String secret) throws IOException {
    Path next = path.resolveSibling(path.getFileName() + ".next");
    Files.deleteIfExists(next);
    try (FileChannel file =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownersOnly(next))) {
      ByteBuffer bytes = ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
