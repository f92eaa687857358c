// SPDX-License-Identifier: Apache-2.0
package zaqar.store.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.store.value.Refusal;
import zaqar.store.value.Value;

class ExpressionsTest {
  private static final Map<String, Value> VALUES =
      Map.of(":one", Value.N.of(1), ":two", Value.N.of(2), ":a", new Value.S("a"));

  private static final Map<String, Value> ITEM =
      Map.of(
          "n", Value.N.of(1),
          "t", new Value.S("abc"),
          "l", new Value.L(List.of(new Value.S("a"), Value.N.of(2))),
          "m", new Value.M(Map.of("k", Value.N.of(2))));

  private static Condition condition(String text) {
    return Expressions.condition(text, "ConditionExpression", new Placeholders(null, VALUES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n = :one | true",
        "n <> :one | false",
        "absent <> :one | true",
        "absent < :one | false",
        "NOT absent = :one | true",
        "n = :two OR n = :one AND t = :a | false",
        "(n = :two OR n = :one) AND begins_with(t, :a) | true",
        "n IN (:two, :one) | true",
        "n BETWEEN :one AND :two | true",
        "l[1] = m.k | true",
        "l[7] = :one | false",
        "contains(l, :a) AND contains(t, :a) | true",
        "size(t) > :two AND size(l) = :two | true",
        "attribute_exists(m.k) AND attribute_not_exists(m.j) | true",
        "t < :one | false",
        "(n) = (:one) | true"
      })
  void conditions_hold(String text, boolean holds) {
    assertThat(condition(text.strip()).holds(ITEM)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n = | Syntax error; token: \"<EOF>\", near: \"=\"",
        "n ! :one | Syntax error; token: \"!\", near: \"n ! :one\"",
        "status = :one | Attribute name is a reserved keyword; reserved keyword: status",
        "n = :no | attribute value used in expression is not defined; attribute value: :no",
        "#n = :one | attribute name used in the document path is not defined; attribute name: #n",
        "((n = :one)) | The expression has redundant parentheses;",
        "n = n | The first operand must be distinct from the remaining operands",
        "nothing(n) | Invalid function name; function: nothing",
        "size(n) | The function is not allowed to be used this way in an expression; function:"
            + " size",
        "contains(n) | Incorrect number of operands for operator or function",
        "n BETWEEN :two AND :one | requires upper bound to be greater than or equal to lower bound",
        "begins_with(t, :one) | Incorrect operand type for operator or function"
      })
  void faults_haveDynamoDbsTexts(String text, String message) {
    assertThatThrownBy(() -> condition(text.strip()))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("Invalid ConditionExpression: ")
        .hasMessageContaining(message.strip());
  }

  @Test
  void updates_thatOverlapAreRefused() {
    assertThatThrownBy(
            () -> Expressions.update("SET m.k = :one REMOVE m", new Placeholders(null, VALUES)))
        .hasMessageContaining(
            "Two document paths overlap with each other; must remove or rewrite one of these paths;"
                + " path one: [m, k], path two: [m]");
  }

  @Test
  void projections_keepTheDepth() {
    Projection projection =
        Expressions.projection("m.k, l[1], absent.x", new Placeholders(null, null));
    assertThat(projection.of(ITEM))
        .isEqualTo(
            Map.of(
                "m", new Value.M(Map.of("k", Value.N.of(2))),
                "l", new Value.L(List.of(Value.N.of(2)))));
  }

  @Test
  void whatNoExpressionUsesIsRefused() {
    assertThatThrownBy(() -> new Placeholders(Map.of("#n", "n"), null).requireUsed())
        .hasMessage("Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}");
  }
}
