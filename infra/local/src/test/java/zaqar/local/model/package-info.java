/**
 * A queue as the contract has it, small enough to be seen through, and random sessions in which the
 * service has to do the same.
 */
package zaqar.local.model;
