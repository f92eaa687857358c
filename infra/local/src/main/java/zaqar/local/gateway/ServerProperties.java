// SPDX-License-Identifier: Apache-2.0
package zaqar.local.gateway;

import java.util.Map;

/**
 * What the JDK's HTTP server reads from system properties, once, when its first instance is made.
 */
public final class ServerProperties {
  private static final int MEGABYTE = 1024 * 1024;

  /** Its own limits stay wider than the gateway's, so that the gateway answers. */
  private static final Map<String, Integer> VALUES =
      Map.of(
          "maxReqHeaders", 10_000,
          "maxReqHeaderSize", MEGABYTE,
          "drainAmount", 10 * MEGABYTE,
          "maxReqTime", 120,
          "idleInterval", 600,
          "maxIdleConnections", 10_000);

  private static final String PREFIX = "sun.net.httpserver.";

  private ServerProperties() {}

  /** Sets them, where nobody else did. Times are in seconds. */
  public static void set() {
    setIfAbsent("nodelay", "true");
    VALUES.forEach((name, value) -> setIfAbsent(name, value.toString()));
  }

  private static void setIfAbsent(String name, String value) {
    if (System.getProperty(PREFIX + name) == null) {
      System.setProperty(PREFIX + name, value);
    }
  }
}
