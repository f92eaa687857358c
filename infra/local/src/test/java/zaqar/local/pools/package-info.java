/** Tests with several pools on one machine, past the functions to their tables. */
package zaqar.local.pools;
