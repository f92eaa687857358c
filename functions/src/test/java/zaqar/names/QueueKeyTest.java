// SPDX-License-Identifier: Apache-2.0
package zaqar.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueKeyTest {
  private static QueueKey key(String project, String queue) {
    return new QueueKey(new ProjectId(project), new QueueName(queue));
  }

  @Test
  void hash_isTheSameForTheSameQueue() {
    assertThat(key("p", "q").hash()).hasSize(16).isEqualTo(key("p", "q").hash());
    assertThat(key("p", "q").hexHash()).matches("[0-9a-f]{32}");
  }

  @Test
  void hash_differsWhereverTheLineBetweenProjectAndQueueLies() {
    String text = "a.b.a.b-a_b";

    assertThat(
            Stream.iterate(1, i -> i < text.length(), i -> i + 1)
                .map(i -> key(text.substring(0, i), text.substring(i)).hexHash()))
        .doesNotHaveDuplicates()
        .hasSize(text.length() - 1);
  }

  @Test
  void hash_differsWhateverSeparatorAProjectHolds() {
    assertThat(
            Stream.of(
                    key("p", "q"),
                    key("q", "p"),
                    key("pq", "pq"),
                    key("p\0", "q"),
                    key("p\0q", "q"),
                    key("p/", "q"),
                    key("p\0\0\0\1q", "q"),
                    key("p\0\0\0\1", "q"),
                    key("P", "q"),
                    key("p", "Q"))
                .map(QueueKey::hexHash))
        .doesNotHaveDuplicates();
  }

  @Test
  void sibling_isAnotherQueueOfTheSameProject() {
    assertThat(key("p", "q").sibling(new QueueName("dead"))).isEqualTo(key("p", "dead"));
  }

  @Test
  void project_holdsAnythingButNothing() {
    assertThat(List.of(new ProjectId(" "), new ProjectId("JAM Project"))).doesNotHaveDuplicates();
    assertThatIllegalArgumentException().isThrownBy(() -> new ProjectId(""));
  }
}
