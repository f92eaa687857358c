/** What a person at the terminal sees of the log. */
@NullMarked
package zaqar.local.terminal;

import org.jspecify.annotations.NullMarked;
