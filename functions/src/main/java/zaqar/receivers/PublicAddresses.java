// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of the public internet: unicast, and in no block that IANA's registries set aside
 * for networks, machines and purposes of their own. So neither loopback nor a cloud's metadata is
 * among them, in no way of writing them.
 */
final class PublicAddresses {
  private static final int IPV4_BYTES = 4;

  private static final Block GLOBAL_IPV6 = Block.parse("2000::/3");

  /** Stands for the IPv4 address in its last four bytes. */
  private static final Block NAT64 = Block.parse("64:ff9b::/96");

  private static final List<Block> SET_ASIDE =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              // Azure's, which answers machines there about themselves, though IANA knows nothing
              // of it.
              "168.63.129.16/32",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Block::parse)
          .toList();

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    return NAT64.contains(bytes)
        ? isPublic(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length))
        : isPublic(bytes);
  }

  private static boolean isPublic(byte[] address) {
    return (address.length == IPV4_BYTES || GLOBAL_IPV6.contains(address))
        && SET_ASIDE.stream().noneMatch(block -> block.contains(address));
  }

  /** The addresses that begin with the same bits. */
  private record Block(BigInteger prefix, int rest, int addressBytes) {
    static Block parse(String text) {
      String[] parts = text.split("/", 2);
      byte[] first = InetAddress.ofLiteral(parts[0]).getAddress();
      int rest = first.length * Byte.SIZE - Integer.parseInt(parts[1]);
      return new Block(new BigInteger(1, first).shiftRight(rest), rest, first.length);
    }

    boolean contains(byte[] address) {
      return address.length == addressBytes
          && new BigInteger(1, address).shiftRight(rest).equals(prefix);
    }
  }
}
