/** Promise P6: what subscribers get of a runtime that fails, or that they treat badly. */
package zaqar.local.delivery;
