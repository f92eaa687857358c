package zaqar.local.store;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of DynamoDB Local.
 *
 * @param folder where data, log and process id go
 * @param inMemory forget the data at the end
 * @param libraries the jars and native libraries
 * @param port where to listen
 */
record StoreCommand(DataFolder folder, boolean inMemory, Path libraries, int port) {
  private static final String MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner";

  /**
   * Ctrl-C reaches all processes of a terminal, and the store must outlive the requests under way;
   * its id must be known before it opens its files, whenever the runtime is killed.
   */
  private static final String DEAF_TO_CTRL_C_AND_KNOWN =
      "trap '' INT; echo $$ >\"$0\" && exec \"$@\"";

  /** What tells the store of a folder from every other process. */
  static List<String> marks(DataFolder folder) {
    return List.of(MAIN, "-Dzaqar.folder=" + folder.path() + " ");
  }

  /** Starts it; what it prints is added to the log. */
  Process start() throws IOException {
    return new ProcessBuilder(words())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(folder.log().toFile()))
        .start();
  }

  private List<String> words() {
    Path jars = libraries.toAbsolutePath().normalize();
    List<String> words = new ArrayList<>(List.of("sh", "-c", DEAF_TO_CTRL_C_AND_KNOWN));
    words.add(folder.pidFile().path().toString());
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.library.path=" + jars,
            "-Dzaqar.folder=" + folder.path(),
            "-cp",
            jars + File.separator + "*",
            MAIN,
            "-sharedDb",
            "-disableTelemetry",
            "-port",
            Integer.toString(port)));
    words.addAll(inMemory ? List.of("-inMemory") : List.of("-dbPath", folder.data().toString()));
    return words;
  }
}
