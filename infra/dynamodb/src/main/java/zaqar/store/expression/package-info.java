/** The expressions of DynamoDB's API, parsed and carried out. */
@NullMarked
package zaqar.store.expression;

import org.jspecify.annotations.NullMarked;
