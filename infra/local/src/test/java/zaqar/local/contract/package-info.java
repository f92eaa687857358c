/**
 * The HTTP contract: everything that a client can observe of discovery, queues, messages and
 * claims, told as tests over plain HTTP. They run against the local runtime or, with the
 * environment variable {@code BASE_URL}, against any deployment; "contract" in their comments is
 * docs/contract.md.
 */
package zaqar.local.contract;
