/** SQS on this machine, and Lambda's pollers between its queues and the functions. */
@NullMarked
package zaqar.local.sqs;

import org.jspecify.annotations.NullMarked;
