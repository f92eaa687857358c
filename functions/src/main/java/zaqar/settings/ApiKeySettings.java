// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

/**
 * Which keys are believed.
 *
 * @param text a document of JSON: by the digest of each key, whose it is
 */
public record ApiKeySettings(String text) implements TokenSettings {}
