// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.failure.CannotStart;

class ResolverTest {
  private static final String CONDITIONS =
      """
      Demo: !Equals [!Ref Name, demo]
      Other: !Not [!Condition Demo]
      Both: !And [!Condition Demo, !Condition Other]
      Either: !Or [Condition: Demo, Condition: Other]
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          !Ref Name                                   | demo
          {Ref: Name}                                 | demo
          !Ref AWS::Region                            | us-east-1
          !Ref Table                                  | Table
          !Sub "${Name}-${AWS::Region}-${!kept}"      | demo-us-east-1-${kept}
          !Sub "${Table.Arn}/x"                       | arn:aws:dynamodb:us-east-1:000000000000:table/Table/x
          !Sub ["${A}${Name}", {A: !Ref Name}]        | demodemo
          {"Fn::Sub": "$1${Name}"}                    | $1demo
          !GetAtt Table.Arn                           | arn:aws:dynamodb:us-east-1:000000000000:table/Table
          !GetAtt [Table, Arn]                        | arn:aws:dynamodb:us-east-1:000000000000:table/Table
          !ImportValue demo-Thing                     | other
          {"Fn::ImportValue": !Sub "${Name}-Thing"}   | other
          !Join ["-", [a, !Ref Name]]                 | a-demo
          !Select [1, [a, !Ref Name]]                 | demo
          !If [Demo, a, !Ref Nothing]                  | a
          !If [Other, !Ref Nothing, b]                   | b
          !If [Both, a, b]                            | b
          !FindInMap [Halves, 4, Half]                | 2
          !FindInMap [Halves, !Ref Name, Half]        | de
          !If [Either, !If [Demo, a, b], c]            | a
          """)
  void intrinsic_standsFor(String written, String meant) {
    assertThat(resolve(written)).isEqualTo(meant);
  }

  @Test
  void noValue_leavesItsPropertyOut() {
    assertThat(resolve("{a: !If [Other, 1, !Ref AWS::NoValue], b: [1, !Ref AWS::NoValue]}"))
        .isEqualTo(Map.of("b", List.of(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          !ImportValue x          | !ImportValue x
          !Transform x            | Transform
          {"Fn::Cidr": [1]}       | Cidr
          !Ref Nothing            | Nothing
          !Sub "${Nothing}"       | Nothing
          !GetAtt Nothing.Arn     | Nothing.Arn
          !GetAtt Table.Shoe      | Table.Shoe
          !If [Never, a, b]       | Never
          !If [Demo, a]           | If
          !Select [2, [a, b]]     | Select
          !Select [x, [a, b]]     | Select
          !Join ["-", a]          | Join
          !Not [1]                | 1
          !FindInMap [Halves, 5, Half] | Half
          """)
  void intrinsic_unresolvableIsNamed(String written, String name) {
    assertThatThrownBy(() -> resolve(written))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(name);
  }

  private static Object resolve(String yaml) {
    References references =
        new References(
            Map.of("Name", "demo"),
            Map.of("Table", TableResource.TYPE),
            Map.of("demo-Thing", "other"));
    Section mappings = TemplateYaml.parse("Halves: { demo: { Half: de }, \"4\": { Half: 2 } }");
    return new Resolver(references, TemplateYaml.parse(CONDITIONS), mappings)
        .resolve(TemplateYaml.parse("value: " + yaml))
        .values()
        .get("value");
  }
}
