/** The check as a tool: a load on a queue, and what became of it. */
@NullMarked
package zaqar.check;

import org.jspecify.annotations.NullMarked;
