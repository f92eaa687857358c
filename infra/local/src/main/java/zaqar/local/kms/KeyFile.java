// SPDX-License-Identifier: Apache-2.0
package zaqar.local.kms;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import zaqar.local.failure.CannotStart;
import zaqar.local.secrets.SecretFile;

/** The one key of this machine: made up once, and the same after a restart. */
final class KeyFile {
  static final int BYTES = 32;

  private KeyFile() {}

  /** The key in a file, which is made if it is not there; without a file a new one. */
  static Aead open(Optional<Path> file) {
    String hex =
        file.map(path -> new SecretFile(path).readOr(KeyFile::made)).orElseGet(KeyFile::made);
    try {
      return new AesGcmJce(HexFormat.of().parseHex(hex));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CannotStart("there is no key in " + file.map(Path::toString).orElse("memory"), e);
    }
  }

  private static String made() {
    return HexFormat.of().formatHex(Random.randBytes(BYTES));
  }
}
