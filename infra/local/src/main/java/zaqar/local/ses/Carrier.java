// SPDX-License-Identifier: Apache-2.0
package zaqar.local.ses;

/** Takes mails. */
interface Carrier extends AutoCloseable {
  /**
   * Returns when the mail is taken.
   *
   * @param id what SES calls it
   * @throws RefusedEmail if it is not
   */
  void send(Email mail, String id) throws RefusedEmail;

  /** Ends what is under way. */
  @Override
  void close();
}
