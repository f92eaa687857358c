/**
 * A service of toys on the runtime: notes go from a table by its stream, a bus and a queue to
 * another table. What a note says decides what fails on its way.
 */
package zaqar.local.toys;
