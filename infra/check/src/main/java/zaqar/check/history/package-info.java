/** What was asked, what was answered, and when. */
@NullMarked
package zaqar.check.history;

import org.jspecify.annotations.NullMarked;
