// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  private static boolean contain(String address) {
    return PublicAddresses.contain(InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255"
      })
  void ipv4_thatIsSetAsideIsNotPublic(String address) {
    assertThat(contain(address)).isFalse();
    assertThat(contain("::" + address)).as("compatible").isFalse();
    assertThat(contain("::ffff:" + address)).as("mapped").isFalse();
    assertThat(contain("::ffff:0:" + address)).as("translated").isFalse();
    assertThat(contain("64:ff9b::" + address)).as("NAT64").isFalse();
    assertThat(contain("64:ff9b:1::" + address)).as("local NAT64").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "100::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:2::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "3fff::1",
        "4000::1",
        "5f00::1"
      })
  void ipv6_thatIsSetAsideIsNotPublic(String address) {
    assertThat(contain(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "64:ff9b::1.1.1.1",
        "2600:1f18::1",
        "2a00:1450:4001::1",
        "3ffe::1"
      })
  void address_ofTheInternetIsPublic(String address) {
    assertThat(contain(address)).isTrue();
  }

  @Test
  void mappedAddress_isNotPublicEvenWhereItStaysIpv6() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 10;
    mapped[15] = 1;

    assertThat(PublicAddresses.contain(Inet6Address.getByAddress(null, mapped, 0))).isFalse();
  }
}
