// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

/**
 * The keys that are accepted.
 *
 * @param text a JSON document that maps the digest of each key to its owner
 */
public record ApiKeySettings(String text) implements TokenSettings {}
