// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** infra/local/run in a checkout without sources, with a JDK that says what it is to run. */
class StartScriptTest {
  @TempDir Path root;

  @BeforeEach
  void checkout() throws Exception {
    Path ours = Checkout.current().root();
    Files.createDirectories(root.resolve("infra/local/target/lib"));
    Files.createDirectories(root.resolve("jdk/bin"));
    Files.copy(ours.resolve("infra/start.sh"), root.resolve("infra/start.sh"));
    Files.copy(ours.resolve("infra/local/run"), root.resolve("infra/local/run"));
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    for (String program : new String[] {"java", "javac"}) {
      Path file =
          Files.writeString(
              root.resolve("jdk/bin/" + program),
              "#!/bin/sh\necho \"$@\" \"<$HTTP_PROXY$https_proxy>\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    Path maven = Files.writeString(root.resolve("jdk/bin/mvn"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
  }

  private String run(String... options) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", root.resolve("infra/local/run").toString());
    builder.command().addAll(List.of(options));
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", root.resolve("jdk").toString());
    environment.put("PATH", root.resolve("jdk/bin") + ":" + environment.get("PATH"));
    environment.put("HTTP_PROXY", "http://proxy.example:3128");
    environment.put("https_proxy", "http://proxy.example:3128");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void help_buildsNothingIfThereIsSomethingToAsk() throws Exception {
    Files.createFile(root.resolve("infra/local/target/local.jar"));

    assertThat(run("--help")).contains("zaqar.local.Main --help").doesNotContain("Building");
    assertThat(run("--in-memory")).contains("Building");
  }

  @Test
  void proxies_areNotAskedForThisMachine() throws Exception {
    Files.createFile(root.resolve("infra/local/target/local.jar"));

    assertThat(run("--help")).contains("zaqar.local.Main --help <>");
  }

  @Test
  void cacheOfATrainingRun_isUsedIfThereIsOne() throws Exception {
    Files.createFile(root.resolve("infra/local/target/local.jar"));
    assertThat(run("--help")).doesNotContain("AOTCache");

    Files.writeString(root.resolve("infra/local/target/run.aot"), "a cache");
    assertThat(run("--help"))
        .contains("-XX:AOTCache=" + root.toRealPath() + "/infra/local/target/run.aot ")
        .contains("zaqar.local.Main --help");
  }

  @Test
  void build_endsWithATrainingRunWhoseFailureIsNone() throws Exception {
    Files.createFile(root.resolve("infra/local/target/local.jar"));
    Files.writeString(root.resolve("jdk/bin/mvn"), "#!/bin/sh\nmkdir infra/local/target/lib\n");
    Files.writeString(
        root.resolve("jdk/bin/java"),
        "#!/bin/sh\ncase \"$*\" in *Training*) exit 1; esac\necho \"$@\"\n");

    assertThat(run("--in-memory"))
        .contains("Building", "zaqar.local.Main --in-memory")
        .doesNotContain("AOTCache");
    assertThat(run("--in-memory")).doesNotContain("Building");
  }

  /** The build of another program writes the same jars anew, for which the cache is no good. */
  @Test
  void cacheThatIsOlderThanTheProgram_isRecordedAgain() throws Exception {
    buildWithAJavaThatRecords();
    Path cache = root.resolve("infra/local/target/run.aot");

    assertThat(run("--in-memory")).contains("Recording", "-XX:AOTCache=");
    assertThat(run("--in-memory")).contains("-XX:AOTCache=").doesNotContain("Recording");
    Files.setLastModifiedTime(cache, FileTime.fromMillis(0));
    assertThat(run("--in-memory")).contains("Recording", "-XX:AOTCache=");
  }

  /** With C1's first level alone Java would never give to C2 what was busy in the recording. */
  @Test
  void recording_keepsNothingFromC2() throws Exception {
    buildWithAJavaThatRecords();

    run("--in-memory");
    assertThat(root.resolve("infra/local/target/run.log"))
        .content()
        .contains("-XX:TieredStopAtLevel=3 ");
  }

  private void buildWithAJavaThatRecords() throws Exception {
    Files.createFile(root.resolve("infra/local/target/local.jar"));
    Files.createFile(root.resolve("infra/local/target/run.built"));
    Files.writeString(
        root.resolve("jdk/bin/java"),
        "#!/bin/sh\nfor word; do case $word in -XX:AOTCacheOutput=*) echo cache >${word#*=};; esac; done\n"
            + "echo \"$@\"\n");
  }

  @Test
  void help_isBuiltIfThereIsNothingToAsk() throws Exception {
    assertThat(run("--help")).contains("Building");
  }
}
