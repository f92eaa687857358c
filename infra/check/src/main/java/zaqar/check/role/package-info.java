/** Those who use a queue while it is checked. */
@NullMarked
package zaqar.check.role;

import org.jspecify.annotations.NullMarked;
