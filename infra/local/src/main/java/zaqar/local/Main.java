// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import zaqar.local.failure.CannotStart;
import zaqar.local.ses.SmtpServer;
import zaqar.local.terminal.Form;
import zaqar.local.terminal.Log;

/**
 * What {@code infra/local/run} starts: reads the options, says where it listens, and runs until it
 * is stopped.
 */
@Command(
    name = "infra/local/run",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Runs template.yaml on this machine: the gateway, the functions and a store that speaks"
            + " DynamoDB's API.")
public final class Main implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "where to listen on 127.0.0.1, 0 for any free port (default: ${DEFAULT-VALUE})")
  private int port = 8888;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "keep the data there (default: .zaqar in the checkout)")
  private @Nullable Path data;

  @Option(
      names = "--fsync",
      description =
          "answer a write when the disk has it, so that it survives the end of the machine and not"
              + " of the process alone")
  private boolean fsync;

  @Option(names = "--in-memory", description = "forget the data at the end")
  private boolean inMemory;

  @Option(
      names = "--dynamodb-endpoint",
      paramLabel = "URL",
      description = "use this DynamoDB instead of the runtime's own")
  private @Nullable URI dynamoDbEndpoint;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description =
          "use the SQS, the EventBridge and, unless another is given, the DynamoDB there, such as"
              + " LocalStack's, instead of starting any")
  private @Nullable URI endpointUrl;

  @Option(
      names = "--smtp",
      paramLabel = "HOST:PORT",
      description = "hand mail to this SMTP server; without it mails are files in the data folder")
  private @Nullable String smtp;

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description =
          "make a table for a pool of this name, and open the routes of operators; may be given"
              + " again")
  private List<String> pools = new ArrayList<>();

  @Option(
      names = "--parameter",
      paramLabel = "Name=Value",
      description = "a parameter of template.yaml; may be given again")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--log",
      paramLabel = "FORM",
      description =
          "what requests look like here: text, json, or auto, which is text on a terminal; log.json"
              + " in the data folder has all as JSON (default: auto)")
  private Form form = Form.AUTO;

  @Option(names = "--help", usageHelp = true, description = "say this")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  /** Runs until Ctrl-C; ends with code 1 if it cannot start. */
  public static void main(String[] arguments) {
    System.exit(run(new PrintWriter(System.err, true, System.err.charset()), arguments));
  }

  /** As {@link #main}, and what has to be said is said there. */
  static int run(PrintWriter terminal, String... arguments) {
    return new CommandLine(new Main())
        .setErr(terminal)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::explain)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  @Override
  public Integer call() throws InterruptedException {
    Checkout checkout = Checkout.current();
    Storage storage = storage(checkout);
    parameters.putIfAbsent("Console", "true");
    try (Log log = Log.start(form, logFile(storage));
        LocalRuntime runtime =
            LocalRuntime.start(
                new Options(
                    checkout,
                    port,
                    storage,
                    parameters,
                    Optional.ofNullable(smtp).map(SmtpServer::parse),
                    pools))) {
      log.say(new Greeting(runtime, storage, notes(runtime, storage)).text());
      runtime.awaitQueues();
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private List<String> notes(LocalRuntime runtime, Storage storage) {
    List<String> notes = new ArrayList<>();
    if ("true".equals(parameters.get("Console"))) {
      notes.add("The console is on " + runtime.baseUri() + "/console/");
    }
    if (smtp == null) {
      notes.add("Mails are written to " + runtime.mail() + ", as there is no --smtp");
    }
    logFile(storage).ifPresent(file -> notes.add("The log is in " + file));
    return notes;
  }

  private static Optional<Path> logFile(Storage storage) {
    return storage instanceof Storage.OnDisk disk
        ? Optional.of(disk.folder().resolve("log.json"))
        : Optional.empty();
  }

  private Storage storage(Checkout checkout) {
    boolean elsewhere = dynamoDbEndpoint != null || endpointUrl != null;
    if (Stream.of(data != null, inMemory, elsewhere).filter(b -> b).count() > 1) {
      throw new CannotStart(
          "--data and --in-memory go neither together nor with --dynamodb-endpoint or --endpoint-url");
    }
    if (fsync && (inMemory || elsewhere)) {
      throw new CannotStart("--fsync is for data that the runtime keeps on disk");
    }
    if (endpointUrl != null) {
      return new Storage.Cloud(
          endpointUrl, dynamoDbEndpoint == null ? endpointUrl : dynamoDbEndpoint);
    }
    if (dynamoDbEndpoint != null) {
      return new Storage.Elsewhere(dynamoDbEndpoint);
    }
    return inMemory
        ? new Storage.InMemory()
        : new Storage.OnDisk(data == null ? checkout.data() : data, fsync);
  }

  private static int explain(ParameterException e, String[] arguments) {
    String hint =
        e instanceof UnmatchedArgumentException unknown && !unknown.getSuggestions().isEmpty()
            ? "; did you mean " + unknown.getSuggestions().getFirst() + "?"
            : "; --help lists the options";
    return explain(e.getMessage() + hint, e.getCommandLine());
  }

  private static int explain(
      Exception e, CommandLine command, CommandLine.@Nullable ParseResult result) throws Exception {
    if (e instanceof CannotStart) {
      return explain(String.valueOf(e.getMessage()), command);
    }
    throw e;
  }

  private static int explain(String problem, CommandLine command) {
    PrintWriter terminal = command.getErr();
    terminal.println("zaqar: " + problem);
    return FAILED;
  }
}
