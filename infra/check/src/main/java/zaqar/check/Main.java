// SPDX-License-Identifier: Apache-2.0
package zaqar.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import zaqar.check.history.Event;
import zaqar.check.history.History;
import zaqar.check.history.HistoryFile;
import zaqar.check.role.Chores;
import zaqar.check.role.Posting;
import zaqar.check.rule.Checker;
import zaqar.check.rule.Tolerance;
import zaqar.check.rule.Violation;
import zaqar.check.wire.HttpWire;
import zaqar.check.wire.Pace;

/** What {@code infra/check/run} starts: loads a queue, or reads a history, and says what broke. */
@Command(
    name = "infra/check/run",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Loads a queue of any Zaqar v2 endpoint and names every promise that was broken."
            + " Ends with 0 if none was, 1 if one was, 2 if it cannot run.")
public final class Main implements Callable<Integer> {
  private static final int BROKEN = 1;
  private static final int CANNOT_RUN = 2;
  private static final int MOST_SHOWN = 50;

  @Option(names = "--url", paramLabel = "URL", description = "what stands before /v2")
  private @Nullable URI url;

  @Option(names = "--project", paramLabel = "P", description = "default: ${DEFAULT-VALUE}")
  private String project = "check";

  @Option(names = "--token", paramLabel = "T", description = "goes as X-Auth-Token")
  private @Nullable String token;

  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "a queue that may be deleted in the end (default: a new one)")
  private String queue = "check-" + UUID.randomUUID();

  @Option(names = "--seconds", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int seconds = 20;

  @Option(names = "--producers", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int producers = 4;

  @Option(names = "--observers", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int observers = 2;

  @Option(names = "--workers", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int workers = 8;

  @Option(
      names = "--readers",
      paramLabel = "N",
      description =
          "list what is free from the start, once a second, with the filters that a client gets"
              + " who asks for none (default: ${DEFAULT-VALUE})")
  private int readers;

  @Option(
      names = "--quitters",
      paramLabel = "N",
      description =
          "workers that claim every few seconds and never come back (default: ${DEFAULT-VALUE})")
  private int quitters;

  @Option(names = "--admin", description = "purges, deletes, and raises shards, too")
  private boolean admin;

  @Option(
      names = "--claim-ttl",
      paramLabel = "SECONDS",
      description = "below 10, some claims are left to lapse (default: ${DEFAULT-VALUE})")
  private int claimTtl = 60;

  @Option(
      names = "--claim-grace",
      paramLabel = "SECONDS",
      description = "default: ${DEFAULT-VALUE}")
  private int claimGrace = 60;

  @Option(
      names = "--full-claims",
      description = "a claim must get as much as there is, if nobody competes")
  private boolean fullClaims;

  @Option(
      names = "--delay",
      paramLabel = "SECONDS",
      description = "the longest delay of a message (default: ${DEFAULT-VALUE})")
  private int delay;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "the most messages in a post (default: ${DEFAULT-VALUE})")
  private int batch = Posting.USUAL.batch();

  @Option(
      names = "--posts",
      paramLabel = "N",
      description =
          "how many posts each producer begins in a second, whatever the answers take (default:"
              + " the next one when the last is answered)")
  private int posts;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "of the queue (default: ${DEFAULT-VALUE})")
  private int shards = 1;

  @Option(
      names = "--waiting",
      paramLabel = "SECONDS",
      description =
          "for how long a message that is free may be passed over by all who claim or pop"
              + " (default: ${DEFAULT-VALUE})")
  private long waiting = Tolerance.USUAL.waiting().toSeconds();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "the most requests a second, in all (default: ${DEFAULT-VALUE})")
  private int rate = 200;

  @Option(names = "--seed", paramLabel = "N", description = "what all choices are drawn from")
  private long seed = System.nanoTime();

  @Option(names = "--history", paramLabel = "FILE", description = "keep the history there")
  private @Nullable Path kept;

  @Option(names = "--recheck", paramLabel = "FILE", description = "check such a history again")
  private @Nullable Path recheck;

  @Option(names = "--help", usageHelp = true, description = "say this")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  /** Runs, and ends with the code that tells what was found. */
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
    List<Event> events = recheck == null ? load() : HistoryFile.read(recheck);
    if (kept != null) {
      HistoryFile.write(kept, events);
    }
    Tolerance strict = fullClaims ? Tolerance.USUAL : Tolerance.USUAL.forFailingStores();
    Tolerance tolerance = strict.waiting(Duration.ofSeconds(waiting));
    List<Violation> violations = new Checker(tolerance).check(events);
    violations.stream().limit(MOST_SHOWN).forEach(System.out::println);
    Summary summary = Summary.of(events);
    System.out.println(summary);
    System.out.println(Latencies.of(events));
    System.out.println(Verdict.of(summary, violations));
    return violations.isEmpty() ? 0 : BROKEN;
  }

  private List<Event> load() {
    if (url == null || seconds < 0 || claimTtl < 1 || rate < 1 || batch < 1 || posts < 0) {
      throw new CannotRun("give --url, or --recheck; and no time, ttl or rate below what is sane");
    }
    Posting posting = Posting.USUAL.batches(batch).steadily(posts);
    LoadSettings settings =
        LoadSettings.USUAL
            .with(new LoadSettings.Cast(producers, observers, readers, workers, quitters))
            .lasting(Duration.ofSeconds(seconds), seed)
            .claiming(Duration.ofSeconds(claimTtl), Duration.ofSeconds(claimGrace))
            .with(posting.delayed(Duration.ofSeconds(delay)))
            .describedBy(metadata());
    settings = admin ? settings.with(Chores.ALL) : settings;
    HttpWire wire = new HttpWire(url, project, token);
    History history = new History();
    Load load = new Load(settings, queue, new Pace(() -> wire, rate), history);
    System.out.printf(Locale.ROOT, "Loads queue %s for %d s; seed %d%n", queue, seconds, seed);
    Progress progress = new Progress(history, settings.time(), System.err);
    progress.start();
    try {
      load.run();
      return history.events();
    } finally {
      progress.close();
      load.delete();
    }
  }

  private String metadata() {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    if (delay > 0) {
      metadata.put("_default_message_delay", 1);
    }
    if (shards > 1) {
      metadata.put("_shards", shards);
    }
    return metadata.toString();
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
