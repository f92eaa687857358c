// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class TargetTest {
  @Test
  void parse_takesHostAndPortForTheName() {
    Target target = Target.parse("http://127.0.0.1:8888/");
    assertThat(target)
        .isEqualTo(
            new Target("127.0.0.1:8888", URI.create("http://127.0.0.1:8888"), Target.Kind.ZAQAR));
    assertThat(target.port()).isEqualTo(8888);
  }

  @Test
  void parse_takesAName() {
    Target target = Target.parse("Zaqar, memory=https://example.com/prefix?a=b");
    assertThat(target.name()).isEqualTo("Zaqar, memory");
    assertThat(target.isSecure()).isTrue();
    assertThat(target.port()).isEqualTo(443);
  }

  @Test
  void parse_knowsServersOfSqs() {
    Target target = Target.parse("ElasticMQ=sqs+http://127.0.0.1:9324");
    assertThat(target.kind()).isEqualTo(Target.Kind.SQS);
    assertThat(target.url()).isEqualTo(URI.create("http://127.0.0.1:9324"));
  }

  @Test
  void parse_refusesWhatLeadsNowhere() {
    for (String text :
        new String[] {"", "example.com", "ftp://example.com", "http://", "http:// "}) {
      assertThatThrownBy(() -> Target.parse(text)).isInstanceOf(CannotRun.class);
    }
  }
}
