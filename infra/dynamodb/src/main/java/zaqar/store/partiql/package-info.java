/** The part of PartiQL that DynamoDB speaks. */
@NullMarked
package zaqar.store.partiql;

import org.jspecify.annotations.NullMarked;
