// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.StreamSource.Failures;

class MappingResourceTest {
  private static final String TEMPLATE =
      """
      Resources:
        T:
          Type: AWS::DynamoDB::Table
          Properties: { TableName: !Sub "${AWS::StackName}-more" }
        M:
          Type: AWS::Lambda::EventSourceMapping
          Properties:
            EventSourceArn: !GetAtt T.StreamArn
            FunctionName: !ImportValue F
            StartingPosition: LATEST
            MaximumRetryAttempts: 3
            DestinationConfig: { OnFailure: { Destination: !ImportValue Q } }
        Off:
          Type: AWS::Lambda::EventSourceMapping
          Properties:
            EventSourceArn: !GetAtt T.StreamArn
            FunctionName: f
            StartingPosition: LATEST
            Enabled: false
      Outputs:
        Table: { Value: !Ref T, Export: { Name: !Sub "${AWS::StackName}-table" } }
        Own: { Value: !Sub "dynamodb://${T}" }
      """;
  private static final Map<String, String> IMPORTS =
      Map.of("F", "f", "Q", "arn:aws:sqs:us-east-1:000000000000:q");

  @Test
  void mappings_nameAFunctionAndWhatItFollows() {
    assertThat(parse(TEMPLATE, IMPORTS).mappings())
        .containsExactly(
            new MappingResource(
                "f",
                new StreamSource(
                    "zaqar-more",
                    false,
                    100,
                    Duration.ZERO,
                    false,
                    List.of(),
                    new Failures(false, Optional.of(3), Optional.empty(), Optional.of("q")))));
  }

  @Test
  void mappings_toAFunctionOfTheTemplateAreItsSources() {
    Template template =
        Template.parse(
            """
            Resources:
              Q: { Type: AWS::SQS::Queue }
              F:
                Type: AWS::Serverless::Function
                Properties: { Handler: a.B }
              M:
                Type: AWS::Lambda::EventSourceMapping
                Properties:
                  EventSourceArn: !GetAtt Q.Arn
                  FunctionName: !Ref F.Alias
                  BatchSize: 3
                  ScalingConfig: { MaximumConcurrency: 2 }
            """,
            Map.of(),
            Map.of(),
            Map.of());

    assertThat(template.functions().getFirst().sources())
        .containsExactly(new QueueSource("Q", 3, Duration.ZERO, false, 2));
    assertThat(template.mappings()).isEmpty();
  }

  @Test
  void tables_mayHaveNamesOfTheirOwn() {
    Template template = parse(TEMPLATE, IMPORTS);

    assertThat(template.tables()).extracting(TableResource::name).containsExactly("zaqar-more");
    assertThat(template.output("Own")).isEqualTo("dynamodb://zaqar-more");
    assertThat(template.exports()).isEqualTo(Map.of("zaqar-table", "zaqar-more"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MaximumRetryAttempts: 3 | ParallelizationFactor: 2 | does not know ParallelizationFactor",
        "FunctionName: !ImportValue F | Description: d | has no FunctionName",
        "!ImportValue Q | !ImportValue R | !ImportValue R is exported by no stack",
        "EventSourceArn: !GetAtt T.StreamArn | EventSourceArn: !GetAtt T.Arn | no stream of a table",
      })
  void mappings_thatTheRuntimeCannotObeyAreRefused(String known, String unknown, String reason) {
    Template changed = parse(TEMPLATE.replace(known, unknown), IMPORTS);

    assertThatThrownBy(changed::mappings)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(reason);
  }

  private static Template parse(String text, Map<String, String> imports) {
    return Template.parse(text, Map.of(), Map.of(), imports);
  }
}
