/** The promises, and how a history is held against them. */
@NullMarked
package zaqar.check.rule;

import org.jspecify.annotations.NullMarked;
