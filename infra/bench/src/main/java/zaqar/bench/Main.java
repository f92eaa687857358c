// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What {@code infra/bench/run} starts: loads endpoints, and says how fast they answered. */
@Command(
    name = "infra/bench/run",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Measures how fast any Zaqar v2 endpoint answers. Each run has a queue of its own, which"
            + " it deletes. Ends with 0 if all requests succeeded, 1 if some failed, 2 if it cannot"
            + " run.")
public final class Main implements Callable<Integer> {
  private static final int SOME_FAILED = 1;
  private static final int CANNOT_RUN = 2;
  private static final int MOST_CLIENTS = 64;
  private static final int SMALLEST_BODY = 100;
  private static final int LARGEST_BODY = 256 * 1024;

  @Option(
      names = "--url",
      paramLabel = "[NAME=]URL",
      description =
          "what stands before /v2; may be given again, and then each round asks one after the"
              + " other. sqs+URL is a server that speaks the JSON protocol of SQS")
  private List<String> urls = new ArrayList<>();

  @Option(names = "--project", paramLabel = "P", description = "default: ${DEFAULT-VALUE}")
  private String project = "bench";

  @Option(names = "--token", paramLabel = "T", description = "goes as X-Auth-Token")
  private @Nullable String token;

  @Option(
      names = "--workload",
      paramLabel = "NAMES",
      description =
          "with commas between them, or all: post-1, post-10, post-20, list, claim-delete,"
              + " claim-bulk, pop, get, stats, mixed (default: ${DEFAULT-VALUE})")
  private String workloads = "post-1";

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "1 to 64, each with a connection of its own (default: ${DEFAULT-VALUE})")
  private int clients = 8;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "an open loop: so many operations begin in a second, whatever the answers take, and"
              + " latency counts from when they should have begun (default: a closed loop, where"
              + " a client goes on when it has its answer)")
  private double rate;

  @Option(
      names = "--body",
      paramLabel = "BYTES",
      description = "of each message, 100 to 262144 (default: ${DEFAULT-VALUE})")
  private int body = 200;

  @Option(
      names = "--stock",
      paramLabel = "N",
      description =
          "the messages in a queue that is listed, counted or read (default: ${DEFAULT-VALUE})")
  private int stock = 1000;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      description =
          "the messages that a queue is filled with before they are consumed; the pauses for that"
              + " are not measured (default: ${DEFAULT-VALUE})")
  private int backlog = 5000;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "that are measured in each run (default: ${DEFAULT-VALUE})")
  private int seconds = 10;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "before each run (default: ${DEFAULT-VALUE})")
  private int warmUp = 2;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "the table shows their medians (default: ${DEFAULT-VALUE})")
  private int rounds = 1;

  @Option(
      names = "--ceiling",
      description = "measure this generator itself, too, on a server that does nothing")
  private boolean ceiling;

  @Option(names = "--json", paramLabel = "FILE", description = "write all results there")
  private @Nullable Path json;

  @Option(names = "--picture", paramLabel = "FILE", description = "draw them there, as SVG")
  private @Nullable Path picture;

  @Option(names = "--progress", description = "a line a second, also if this is no terminal")
  private boolean progress;

  @Option(names = "--help", usageHelp = true, description = "say this")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  /** Runs, and ends with the code that tells whether requests failed. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::explain)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    List<Target> targets = urls.stream().map(Target::parse).toList();
    List<Workload> wanted = Workload.parse(workloads);
    check(targets);
    List<Result> results = new ArrayList<>();
    try {
      measure(targets, wanted, results);
    } finally {
      // Also what there is when one cannot be measured any more.
      System.out.println(new Table(results));
      write(results);
    }
    return results.stream().mapToLong(Result::failed).sum() == 0 ? 0 : SOME_FAILED;
  }

  private void measure(List<Target> targets, List<Workload> wanted, List<Result> results) {
    if (ceiling) {
      try (Ceiling server = Ceiling.start()) {
        results.add(measure(server.target(), Workload.POST_1, 1));
        results.add(measure(server.target(), Workload.GET, 1));
      }
    }
    for (int round = 1; round <= rounds; round++) {
      for (Workload workload : wanted) {
        for (Target target : targets) {
          if (target.kind() == Target.Kind.ZAQAR || SqsClient.KNOWN.contains(workload)) {
            results.add(measure(target, workload, round));
          }
        }
      }
    }
  }

  private void check(List<Target> targets) {
    if (targets.isEmpty() && !ceiling) {
      throw new CannotRun("give --url, or --ceiling");
    }
    if (clients < 1 || clients > MOST_CLIENTS) {
      throw new CannotRun("--clients is 1 to " + MOST_CLIENTS);
    }
    if (body < SMALLEST_BODY || body > LARGEST_BODY) {
      throw new CannotRun("--body is " + SMALLEST_BODY + " to " + LARGEST_BODY);
    }
    if (seconds < 1 || rounds < 1 || warmUp < 0 || rate < 0 || stock < 1 || backlog < 1) {
      throw new CannotRun("a number is below what is sane");
    }
  }

  private Result measure(Target target, Workload workload, int round) {
    int filled = workload.stock() == Workload.Stock.CONSUMED ? backlog : stock;
    Load.Settings settings =
        new Load.Settings(
            clients, rate, filled, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    String queue = "bench-" + UUID.randomUUID();
    Bodies bodies = new Bodies(body);
    ZaqarClient.Who who = new ZaqarClient.Who(project, token);
    ZaqarClient.Maker maker =
        target.kind() == Target.Kind.SQS
            ? SqsClient.maker(target, queue, bodies)
            : ZaqarClient.maker(target, who, queue, bodies);
    String what = workload.option() + ", " + target.name() + ", round " + round;
    boolean isWatched = progress || isTerminal();
    Load load =
        new Load(
            settings,
            workload,
            maker,
            meter -> {
              if (isWatched) {
                System.err.println(line(what, meter));
              }
            });
    return Result.of(target.name(), workload, round, load.run());
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /** How far a run is. */
  static String line(String what, Meter meter) {
    Meter.Sample last = meter.samples().getLast();
    return String.format(
        Locale.ROOT,
        "... %s: %d s, %.0f requests a second, p50 %.2f ms, p99 %.2f ms, failed %s",
        what,
        last.end().toSeconds(),
        last.rate(),
        last.median() / 1e6,
        last.p99() / 1e6,
        meter.problems());
  }

  private void write(List<Result> results) throws IOException {
    if (json != null) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      whole.put("clients", clients).put("rate", rate).put("body", body);
      whole.put("stock", stock).put("backlog", backlog);
      ArrayNode runs = whole.putArray("runs");
      results.forEach(result -> runs.add(result.json()));
      Files.writeString(
          json, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(whole));
    }
    if (picture != null) {
      Files.writeString(picture, Picture.of(results));
    }
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
    if (e instanceof CannotRun || e instanceof IOException) {
      return explain(String.valueOf(e.getMessage()), command);
    }
    throw e;
  }

  private static int explain(String problem, CommandLine command) {
    PrintWriter terminal = command.getErr();
    terminal.println("zaqar: " + problem);
    return CANNOT_RUN;
  }
}
