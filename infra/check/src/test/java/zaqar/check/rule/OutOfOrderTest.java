// SPDX-License-Identifier: Apache-2.0
package zaqar.check.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static zaqar.check.rule.Violation.Kind.OUT_OF_ORDER;

import org.junit.jupiter.api.Test;

class OutOfOrderTest {
  private static final String FREE = "echo=true&include_delayed=true";

  private static Tale posted() {
    return new Tale().at(0, 1).post("a").at(2, 3).post("b");
  }

  @Test
  void messages_inOnePage() {
    assertThat(posted().at(4, 5).page("b", "a").broken()).containsExactly(OUT_OF_ORDER);
    assertThat(posted().at(4, 5).page("a", "b").broken()).isEmpty();
  }

  @Test
  void messages_inOneClaim() {
    assertThat(posted().at(4, 5).claim("c", "b", "a").broken()).containsExactly(OUT_OF_ORDER);
    assertThat(posted().at(4, 5).claim("c", "b").at(5, 6).claim("d", "a").broken()).isEmpty();
  }

  @Test
  void messages_inTheSessionOfAnObserver() {
    assertThat(posted().at(4, 5).page("b").at(6, 7).page("a").broken())
        .containsExactly(OUT_OF_ORDER);
    assertThat(posted().at(4, 5).page("b").anew("observer").at(6, 7).page("a").broken())
        .as("two sessions")
        .isEmpty();
  }

  @Test
  void messages_ofOnePost() {
    assertThat(new Tale().since(0).post("a", "b").at(4, 5).page("b", "a").broken())
        .containsExactly(OUT_OF_ORDER);
    assertThat(new Tale().at(0, 1).post("a", "b").at(4, 5).page("b").at(5, 6).page("a").broken())
        .containsExactly(OUT_OF_ORDER);
  }

  /** Stores write batches in parts, and not always from the beginning. */
  @Test
  void messages_ofOnePostThatIsUnderWay() {
    assertThat(new Tale().at(0, 5).post("a", "b").at(2, 3).page("b").at(6, 7).page("a").broken())
        .isEmpty();
    assertThat(new Tale().since(0).post("a", "b").at(2, 3).page("b").at(6, 7).page("a").broken())
        .isEmpty();
    assertThat(new Tale().at(0, 5).post("a", "b").at(2, 3).page("b", "a").broken())
        .as("one page")
        .containsExactly(OUT_OF_ORDER);
  }

  @Test
  void messages_whosePostsMet() {
    Tale tale = new Tale().at(0, 3).post("a").at(2, 3).by("other").post("b");
    assertThat(tale.at(4, 5).page("b", "a").broken()).isEmpty();
  }

  @Test
  void messages_whosePostWasNotAnsweredMayComeLate() {
    assertThat(new Tale().since(0).post("a").at(2, 3).post("b").at(4, 5).page("b", "a").broken())
        .isEmpty();
    assertThat(new Tale().at(0, 1).post("a").since(2).post("b").at(4, 5).page("b", "a").broken())
        .containsExactly(OUT_OF_ORDER);
  }

  @Test
  void messages_ofTwoProducersHaveAnOrderInOneShard() {
    Tale tale = new Tale().at(0, 1).by("one").post("a").at(2, 3).by("two").post("b");
    tale.at(4, 5).page("b", "a");
    assertThat(tale.broken()).containsExactly(OUT_OF_ORDER);
    assertThat(tale.broken(Tolerance.USUAL.forShards())).isEmpty();
    assertThat(tale.at(5, 6).create("{'_shards': 2}").broken()).isEmpty();
  }

  @Test
  void messages_ofOneProducerHaveAnOrderInAnyShard() {
    assertThat(posted().at(4, 5).page("b", "a").broken(Tolerance.USUAL.forShards()))
        .containsExactly(OUT_OF_ORDER);
  }

  @Test
  void messages_thatMayHaveBeenHiddenComeLate() {
    Tale tale = posted().at(3, 4).ttl(10).claim("c", "a").at(4, 5).seeing(FREE).page("b");
    assertThat(tale.at(20, 21).seeing(FREE).page("a").broken()).isEmpty();
    tale = posted().at(4, 5).seeing(FREE).page("b").at(6, 7).seeing(FREE).page("a");
    assertThat(tale.broken()).containsExactly(OUT_OF_ORDER);
    tale = posted().at(3, 3.5).ttl(10).claim("c", "a").at(4, 5).page("b").at(20, 21).page("a");
    assertThat(tale.broken()).as("nothing was hidden").containsExactly(OUT_OF_ORDER);
  }

  @Test
  void messages_areEachHeldAgainstTheLatestBeforeThem() {
    Tale posts = posted().at(4, 5).post("c");
    assertThat(posts.at(6, 7).page("c", "a", "b").broken())
        .containsExactly(OUT_OF_ORDER, OUT_OF_ORDER);
    Tale post = new Tale().at(0, 1).post("a", "b", "c");
    assertThat(post.at(6, 7).page("c", "a", "b").broken())
        .containsExactly(OUT_OF_ORDER, OUT_OF_ORDER);
  }

  @Test
  void messages_fromElsewhereHaveNoOrder() {
    assertThat(posted().at(4, 5).page("x", "a", "y").at(5, 6).page("b", "z").broken()).isEmpty();
  }
}
