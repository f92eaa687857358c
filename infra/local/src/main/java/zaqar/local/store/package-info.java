/** DynamoDB Local as a process of its own, its data folder and its tables. */
@NullMarked
package zaqar.local.store;

import org.jspecify.annotations.NullMarked;
