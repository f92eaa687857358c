/** The ways to what is not DynamoDB: the event bus, queues, mail. */
@NullMarked
package zaqar.aws;

import org.jspecify.annotations.NullMarked;
