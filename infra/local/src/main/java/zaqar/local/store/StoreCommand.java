package zaqar.local.store;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of DynamoDB Local. */
final class StoreCommand {
  private static final String MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner";

  /** Ctrl-C reaches all processes of a terminal; the store must outlive the requests under way. */
  private static final String DEAF_TO_CTRL_C = "trap '' INT; exec \"$0\" \"$@\"";

  private StoreCommand() {}

  /** What tells the store of a folder from every other process. */
  static List<String> marks(DataFolder folder) {
    return List.of(MAIN, "-Dzaqar.folder=" + folder.path());
  }

  static List<String> of(DataFolder folder, boolean inMemory, Path libraries, int port) {
    Path jars = libraries.toAbsolutePath().normalize();
    List<String> command = new ArrayList<>(List.of("sh", "-c", DEAF_TO_CTRL_C));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
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
    command.addAll(inMemory ? List.of("-inMemory") : List.of("-dbPath", folder.data().toString()));
    return command;
  }
}
