/** DynamoDB's operations, from JSON to JSON. */
@NullMarked
package zaqar.store.api;

import org.jspecify.annotations.NullMarked;
