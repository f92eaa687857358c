// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is deployed, as the build packs it: small, and whole all the same. */
class PackageSizeTest {
  private static final long MOST_BYTES = 15_500_000;
  private static final String LIBRARIES = "lib/libraries.jar";

  private final Path zip = Checkout.current().root().resolve("functions/target/functions.zip");

  @Test
  void zip_isSmall() throws IOException {
    assertThat(Files.size(zip)).isLessThanOrEqualTo(MOST_BYTES);
  }

  @Test
  void libraries_areNotCompressedTwice() throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile());
        ZipInputStream libraries =
            new ZipInputStream(file.getInputStream(file.getEntry(LIBRARIES)))) {
      for (ZipEntry entry = libraries.getNextEntry();
          entry != null;
          entry = libraries.getNextEntry()) {
        assertThat(entry.getMethod()).as(entry.getName()).isEqualTo(ZipEntry.STORED);
      }
    }
  }

  @Test
  void services_ofAllLibrariesSurvive() throws IOException {
    Set<String> services = new TreeSet<>();
    String warmUp = "";
    try (ZipFile file = new ZipFile(zip.toFile());
        ZipInputStream libraries =
            new ZipInputStream(file.getInputStream(file.getEntry(LIBRARIES)))) {
      for (ZipEntry entry = libraries.getNextEntry();
          entry != null;
          entry = libraries.getNextEntry()) {
        services.add(entry.getName());
        if (entry.getName().endsWith("SdkWarmUpProvider") && !entry.isDirectory()) {
          warmUp = new String(libraries.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    assertThat(services)
        .contains(
            "META-INF/services/com.fasterxml.jackson.core.JsonFactory",
            "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
            "META-INF/services/software.amazon.awssdk.http.SdkHttpService");
    assertThat(warmUp).contains(".dynamodb.", ".kms.", ".sesv2.", ".sqs.");
  }

  @Test
  void licences_areThereForEachLibrary() throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (String library :
          Set.of("dynamodb", "jackson-databind", "httpclient5", "preact", "slf4j-api")) {
        ZipEntry licence =
            file.stream()
                .map(ZipEntry.class::cast)
                .filter(entry -> entry.getName().startsWith("licences/" + library + "-"))
                .filter(entry -> entry.getName().contains("LICENSE"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no licence of " + library));
        try (InputStream text = file.getInputStream(licence)) {
          assertThat(text.readAllBytes()).as(library).isNotEmpty();
        }
      }
    }
  }
}
