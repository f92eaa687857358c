// SPDX-License-Identifier: Apache-2.0
package zaqar.local.model;

/** Something that a client does; it checks that the service answers as the model says. */
interface Action {
  void run(Session session);
}
