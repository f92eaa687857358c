// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

/** An item was written by a newer release, in a format that this one does not know. */
public final class UnknownFormat extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Tells the log what it was. */
  public UnknownFormat(String what) {
    super(what + " has a format that this release does not know; a newer one has written it");
  }
}
