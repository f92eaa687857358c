// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What requests of a project name.
 *
 * @param project that sends them
 * @param named by what a request calls it: queue, message, claim, subscription, marker, flavor
 */
record Names(String project, Map<String, String> named) {
  private static final String ID = "[0-7][0-9a-hjkmnp-tv-z]{25}([0-9a-f]{2})?";
  private static final String MARKER = "marker=[^&\"]*";
  private static final String SIGNATURE = "[0-9a-f]{64}";
  private static final String DATE = "[0-9-]{10}T[0-9:]{8}";

  /** Puts the names in where a text has theirs in braces. */
  String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> name : named.entrySet()) {
      filled = filled.replace("{" + name.getKey() + "}", name.getValue());
    }
    return filled;
  }

  /** A text without these names, and without ids, signatures and dates that were made for it. */
  String hide(String text) {
    String hidden = text.replace(project, "PROJECT");
    for (Map.Entry<String, String> name : named.entrySet()) {
      hidden = hidden.replace(name.getValue(), "{" + name.getKey() + "}");
    }
    return hidden
        .replaceAll(MARKER, "MARKER")
        .replaceAll(SIGNATURE, "SIGNATURE")
        .replaceAll(DATE, "DATE")
        .replaceAll(ID, "ID");
  }

  /** Names that look like these, and are nobody's. */
  Names madeUp(String byProject) {
    Map<String, String> others = new LinkedHashMap<>();
    named.forEach(
        (kind, name) -> others.put(kind, kind.equals("marker") ? otherMarker(name) : other(name)));
    return new Names(byProject, others);
  }

  /** The same names in requests of another project. */
  Names usedBy(String other) {
    return new Names(other, named);
  }

  /** Differs in what comes last but for the shard of a message. */
  private static String other(String name) {
    int last = name.matches(ID) ? 24 : name.length() - 1;
    char different = name.charAt(last) == '0' ? '1' : '0';
    return name.substring(0, last) + different + name.substring(last + 1);
  }

  private static String otherMarker(String marker) {
    byte[] bytes = Base64.getUrlDecoder().decode(marker);
    bytes[bytes.length - 1] ^= 1;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
