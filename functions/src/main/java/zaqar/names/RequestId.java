// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import com.github.f4b6a3.ulid.Ulid;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a request, as its client gets it back in X-Openstack-Request-Id; messages carry the one
 * of the request that posted them, so that what becomes of them is found by it.
 */
public record RequestId(UUID value) {
  private static final String PREFIX = "req-";
  private static final Pattern FORM =
      Pattern.compile("req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Reads an id as written by {@link #toString}; empty if it is none. */
  public static Optional<RequestId> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new RequestId(UUID.fromString(text.substring(PREFIX.length()))))
        : Optional.empty();
  }

  /** The id of sixteen bytes. */
  public static RequestId of(byte[] bytes) {
    return new RequestId(Ulid.from(bytes).toUuid());
  }

  /** The sixteen bytes. */
  public byte[] bytes() {
    return Ulid.from(value).toBytes();
  }

  @Override
  public String toString() {
    return PREFIX + value;
  }
}
