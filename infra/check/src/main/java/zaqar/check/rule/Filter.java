// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

/** What a reader asked to be shown. */
record Filter(boolean echo, boolean includeClaimed, boolean includeDelayed) {
  /** What both of two filters show. */
  Filter and(Filter other) {
    return new Filter(
        echo && other.echo,
        includeClaimed && other.includeClaimed,
        includeDelayed && other.includeDelayed);
  }
}
