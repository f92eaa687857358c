/** Messages: ids and order, posting, listing by marker, deleting. */
@NullMarked
package zaqar.messages;

import org.jspecify.annotations.NullMarked;
