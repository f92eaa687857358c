// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.failure.CannotStart;

class PoliciesTest {
  private static final String TEMPLATE =
      """
      Parameters: { From: { Type: String, Default: "" } }
      Conditions: { Mails: !Not [!Equals [!Ref From, ""]] }
      Resources:
        F:
          Type: AWS::Serverless::Function
          Properties:
            Handler: a.B
            Policies:
              - !Ref Shared
              - Version: "2012-10-17"
                Statement:
                  - Effect: Deny
                    Action: [dynamodb:Query, dynamodb:GetItem]
                    Resource: !GetAtt T.Arn
                  - !If
                    - Mails
                    - Effect: Allow
                      Action: ses:SendEmail
                      Resource: "*"
                      Condition: { StringEquals: { "ses:FromAddress": !Ref From } }
                    - !Ref AWS::NoValue
        T: { Type: AWS::DynamoDB::Table }
        Shared:
          Type: AWS::IAM::ManagedPolicy
          Properties:
            PolicyDocument:
              Version: "2012-10-17"
              Statement:
                - { Effect: Allow, Action: dynamodb:PutItem, Resource: !GetAtt T.Arn }
      """;
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/T";

  private static List<Statement> statements(String text, Map<String, String> parameters) {
    return Template.parse(text, Map.of(), parameters).functions().getFirst().statements();
  }

  @Test
  void statements_areTheFunctionsOwnAndThoseOfManagedPolicies() {
    assertThat(statements(TEMPLATE, Map.of()))
        .containsExactly(
            new Statement(true, List.of("dynamodb:PutItem"), List.of(TABLE), Map.of()),
            new Statement(
                false, List.of("dynamodb:Query", "dynamodb:GetItem"), List.of(TABLE), Map.of()));
  }

  @Test
  void statement_mayDependOnAParameter() {
    assertThat(statements(TEMPLATE, Map.of("From", "us@example.org")))
        .contains(
            new Statement(
                true,
                List.of("ses:SendEmail"),
                List.of("*"),
                Map.of("ses:FromAddress", List.of("us@example.org"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Policies: [AWSLambdaExecute]",
        "Policies: [{ SQSSendMessagePolicy: { QueueName: q } }]",
        "Policies: [{ Statement: [{ Effect: Perhaps, Action: a, Resource: r }] }]",
        "Policies: [{ Statement: [{ Effect: Allow, NotAction: a, Resource: r }] }]",
        "Policies: [{ Statement: [{ Effect: Allow, Action: a }] }]",
        "Policies: [{ Statement: [{ Effect: Allow, Action: a, Resource: r,"
            + " Condition: { StringLike: { k: v } } }] }]",
        "Role: arn:aws:iam::000000000000:role/r"
      })
  void policies_thatCannotBeJudgedStopTheStart(String property) {
    String text =
        """
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties: { Handler: a.B, PROPERTY }
        """
            .replace("PROPERTY", property);

    assertThatThrownBy(() -> statements(text, Map.of())).isInstanceOf(CannotStart.class);
  }
}
