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

  private Main() {}

  /** Measures those whose names are given, or all. */
  public static void main(String[] arguments)
      throws CommandLineOptionException, RunnerException, IOException {
    if (arguments.length > 0 && arguments[0].equals(GROWTH)) {
      Growth.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    Options options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .addProfiler(StoreProfiler.class)
            .addProfiler(GCProfiler.class)
            .build();
    new Runner(options).run();
  }
}
