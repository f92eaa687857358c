/** A store that speaks DynamoDB's API, embedded, for development and tests. */
@NullMarked
package zaqar.store;

import org.jspecify.annotations.NullMarked;
