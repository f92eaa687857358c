// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which version of the service this is, as Maven has written it into the package. */
final class Version {
  private Version() {}

  /** As in {@code 0.1.0}; classes that Maven has not packaged have none. */
  static String read() {
    try (InputStream version = Version.class.getResourceAsStream("version")) {
      return version == null
          ? "unknown"
          : new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
