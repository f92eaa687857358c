/** The runtime under load for a long time, while it and its store are killed. */
package zaqar.local.soak;
