/** What DynamoDB does to its clients on a bad day, on demand and by a seed. */
@NullMarked
package zaqar.store.misbehaviour;

import org.jspecify.annotations.NullMarked;
