// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.receivers.AddressGuard.RefusedAddress;

class AddressGuardTest {
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "example.com", List.of("93.184.215.14", "2606:2800:21f::1"),
          "inside.example.com", List.of("10.0.0.1"),
          "mixed.example.com", List.of("93.184.215.14", "169.254.169.254"),
          "localhost", List.of("127.0.0.1", "::1"));

  private static final AddressGuard STRICT =
      new AddressGuard(false, false, OwnHosts.NONE, AddressGuardTest::lookUp);
  private static final AddressGuard LOCAL =
      new AddressGuard(true, true, OwnHosts.NONE, AddressGuardTest::lookUp);

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    if (NAMES.containsKey(host)) {
      return addresses(NAMES.get(host));
    }
    if (host.startsWith("[") || Character.isDigit(host.charAt(0))) {
      return addresses(List.of(host));
    }
    throw new UnknownHostException(host);
  }

  private static InetAddress[] addresses(List<String> literals) {
    return literals.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com",
        "HTTPS://EXAMPLE.COM/",
        "https://example.com:8443/a/b?c=d&e#f",
        "https://93.184.215.14/",
        "https://[2606:2800:21f::1]:1/",
        "https://xn--bcher-kva.example/",
        "https://bücher.example",
        "https://例え.テスト:8443/a",
        "https://my_host.example/hook?a",
        "https://my_host:8443",
        "https://not.there.yet/hook"
      })
  void url_ofTheInternetIsFine(String url) {
    assertThat(STRICT.fault(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "localhost:80",
        "https:",
        "https://",
        "https:///x",
        "https:example.com",
        "http://example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "trust+https://example.com",
        "https://a b.com",
        "https://example.com\\@127.0.0.1",
        "https://user@example.com",
        "https://user:secret@example.com",
        "https://@example.com",
        "https://example.com:0",
        "https://example.com:65536",
        "https://example.com:99999999999",
        "https://example.com:-1",
        "https://example.com.",
        "https://user@my_host",
        "https://my_host:0",
        "https://my_host:65536",
        "https://my_host.",
        "https://my_host..example",
        "https://b%C3%BCcher.example",
        "https://[fe80::1%25eth0]/",
        "https://[::1"
      })
  void url_ofAnotherFormIsRefused(String url) {
    assertThat(STRICT.faultOfForm(url)).isPresent();
    assertThat(STRICT.fault(url)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0X7F.1",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "127.0.0.01",
        "127.0.0.256",
        "1.2.3.4.5",
        "1.2.3",
        "8.8.8.0x8",
        "8.8.8.08",
        "example.1",
        "my_host.1",
        "１２７.１",
        "0x",
        "0",
        "8.8.8.8."
      })
  void address_inDisguiseIsRefused(String host) {
    assertThat(STRICT.faultOfForm("https://" + host + "/")).isPresent();
    assertThat(LOCAL.faultOfForm("https://" + host + ":80/")).isPresent();
    assertThatThrownBy(() -> LOCAL.resolve(IDN.toASCII(host))).isInstanceOf(RefusedAddress.class);
  }

  @Test
  void address_inOtherDigitsIsJudgedAsWhatItMeans() {
    assertThat(STRICT.fault("https://１２７。0。0。1/")).isPresent();
    assertThat(STRICT.fault("https://localhost。/")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[fd00:ec2::254]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://localhost/",
        "https://inside.example.com/",
        "https://mixed.example.com/"
      })
  void address_thatIsNotPublicIsRefused(String url) {
    assertThat(STRICT.fault(url)).contains("must not lead to an address that is not public.");
    assertThat(STRICT.faultOfForm(url)).isEmpty();
  }

  @Test
  void guard_ofTheLocalRuntimeAllowsHttpAndLoopbackAndNoMore() {
    assertThat(LOCAL.fault("http://localhost:8888/x")).isEmpty();
    assertThat(LOCAL.fault("http://127.0.0.1/")).isEmpty();
    assertThat(LOCAL.fault("https://[::1]/")).isEmpty();
    assertThat(LOCAL.fault("http://inside.example.com/")).isPresent();
    assertThat(LOCAL.fault("http://169.254.169.254/")).isPresent();
    assertThat(LOCAL.fault("http://0.0.0.0/")).isPresent();
    assertThat(LOCAL.fault("ftp://localhost/")).isPresent();
  }

  @Test
  void guard_thatAllowsHttpAllowsNoLoopback() {
    AddressGuard guard = new AddressGuard(true, false, OwnHosts.NONE, AddressGuardTest::lookUp);

    assertThat(guard.fault("http://example.com/")).isEmpty();
    assertThat(guard.fault("http://localhost/")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://zaqar.example.com/v2/queues/q/messages",
        "HTTPS://ZAQAR.example.com:8443/",
        "http://127.0.0.1:8888/",
        "http://localhost:8888/v2",
        "http://127.9.9.9:8888/",
        "http://[::1]:8888/"
      })
  void url_ofTheServiceItselfIsRefused(String url) {
    OwnHosts own = OwnHosts.of(List.of("zaqar.Example.com", "127.0.0.1:8888"));
    AddressGuard guard =
        new AddressGuard(
            true,
            true,
            own,
            host -> addresses(NAMES.getOrDefault(host, List.of(host.replaceAll("[\\[\\]]", "")))));

    assertThat(guard.fault(url)).contains("must not lead to this service itself.");
    assertThat(guard.fault("http://localhost:8889/")).isEmpty();
    assertThat(guard.fault("https://127.0.0.1/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "https://a", "a/b", "", "a:b"})
  void ownHost_thatIsNoneIsRefused(String host) {
    assertThatThrownBy(() -> OwnHosts.of(List.of(host))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void url_isOwnWhereTheServiceWasCalledByIt() {
    ReceiverCheck receivers = new ReceiverCheck(STRICT, true);

    assertThat(receivers.isOwn("https://a1.Example.com/v2", "https://a1.example.com")).isTrue();
    assertThat(receivers.isOwn("https://a1.example.com:444/", "https://a1.example.com")).isTrue();
    assertThat(receivers.isOwn("https://a2.example.com/", "https://a1.example.com")).isFalse();
    assertThat(receivers.isOwn("https://a1.example.com/", "http://a1.example.com:88")).isFalse();
    assertThat(receivers.isOwn("mailto:a@a1.example.com", "https://a1.example.com")).isFalse();
    assertThat(receivers.isOwn("https://a1.example.com/", "")).isFalse();
    assertThat(receivers.isOwn("https://a1.example.com/", "https://no host")).isFalse();
  }

  @Test
  void host_isLookedUpOnceAndAnsweredWithWhatWasJudged() throws UnknownHostException {
    Queue<String> answers = new ArrayDeque<>(List.of("93.184.215.14", "127.0.0.1"));
    AddressGuard guard =
        new AddressGuard(false, false, OwnHosts.NONE, host -> addresses(List.of(answers.remove())));

    assertThat(guard.resolve("rebinding.example.com"))
        .containsExactly(InetAddress.ofLiteral("93.184.215.14"));
    assertThat(answers).hasSize(1);
    assertThatThrownBy(() -> guard.resolve("rebinding.example.com"))
        .isInstanceOf(RefusedAddress.class);
  }

  @Test
  void host_withoutAddressesIsUnknown() {
    assertThatThrownBy(() -> STRICT.resolve("not.there.yet"))
        .isInstanceOf(UnknownHostException.class)
        .isNotInstanceOf(RefusedAddress.class);
  }
}
