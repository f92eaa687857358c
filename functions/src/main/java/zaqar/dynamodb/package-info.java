/** The two tables, their items, and the client that reaches them. */
@NullMarked
package zaqar.dynamodb;

import org.jspecify.annotations.NullMarked;
