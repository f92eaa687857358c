// SPDX-License-Identifier: Apache-2.0
package zaqar.local.terminal;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** What the log looks like on standard output. */
public enum Form {
  /** Lines for people where standard output is a terminal, JSON elsewhere. */
  AUTO,

  /** A line for a person. */
  TEXT,

  /** As Lambda has it: a document a line. */
  JSON;

  /** Whether people read it. */
  boolean isText() {
    return this == TEXT
        || (this == AUTO
            && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  /** Colours, where people read it and do not ask for none (NO_COLOR). */
  Ansi colours() {
    return this == JSON ? Ansi.OFF : Ansi.AUTO;
  }
}
