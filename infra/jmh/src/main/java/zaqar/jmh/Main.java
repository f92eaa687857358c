// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import java.io.IOException;
import java.util.Arrays;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks by JMH, with its options; or {@link Growth}, which is none of them. */
final class Main {
  private static final String GROWTH = "growth";
  private static final int WRONG_OPTIONS = 2;

  private Main() {}

  /**
   * Measures those whose names are given, or all; ends with code 2 for options it does not know.
   */
  public static void main(String[] arguments) throws RunnerException, IOException {
    if (arguments.length > 0 && arguments[0].equals(GROWTH)) {
      Growth.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    try {
      measure(new CommandLineOptions(arguments));
    } catch (CommandLineOptionException e) {
      System.err.println("infra/jmh/run: " + e.getMessage() + "; -h lists JMH's options");
      System.exit(WRONG_OPTIONS);
    }
  }

  private static void measure(CommandLineOptions given) throws RunnerException, IOException {
    if (given.shouldHelp()) {
      given.showHelp();
      return;
    }
    Options options =
        new OptionsBuilder()
            .parent(given)
            .addProfiler(StoreProfiler.class)
            .addProfiler(GCProfiler.class)
            .build();
    new Runner(options).run();
  }
}
