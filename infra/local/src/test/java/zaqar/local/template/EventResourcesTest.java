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
import zaqar.local.template.QueueResource.Redrive;
import zaqar.local.template.StreamSource.Failures;

class EventResourcesTest {
  private static final String TEMPLATE =
      """
      Resources:
        F:
          Type: AWS::Serverless::Function
          Properties:
            Handler: a.B
            Timeout: 7
            Environment:
              Variables: { QUEUE: !Ref Q, NAME: !GetAtt Q.QueueName, BUS: !Ref B, ARN: !GetAtt B.Arn }
            Events:
              Stream:
                Type: DynamoDB
                Properties:
                  Stream: !GetAtt T.StreamArn
                  StartingPosition: TRIM_HORIZON
                  BatchSize: 50
                  MaximumBatchingWindowInSeconds: 1
                  BisectBatchOnFunctionError: true
                  MaximumRetryAttempts: 0
                  MaximumRecordAgeInSeconds: 3600
                  FunctionResponseTypes: [ReportBatchItemFailures]
                  FilterCriteria: { Filters: [{ Pattern: '{"eventName": ["INSERT"]}' }] }
                  DestinationConfig: { OnFailure: { Destination: !GetAtt D.Arn } }
              Bare:
                Type: DynamoDB
                Properties: { Stream: !GetAtt T.StreamArn, StartingPosition: LATEST }
              Queue:
                Type: SQS
                Properties:
                  Queue: !GetAtt Q.Arn
                  BatchSize: 5
                  FunctionResponseTypes: [ReportBatchItemFailures]
                  ScalingConfig: { MaximumConcurrency: 3 }
              Off:
                Type: SQS
                Properties: { Queue: !GetAtt D.Arn, Enabled: false }
              Tick:
                Type: Schedule
                Properties: { Schedule: rate(1 minute) }
        T:
          Type: AWS::DynamoDB::Table
        Q:
          Type: AWS::SQS::Queue
          Properties:
            VisibilityTimeout: 60
            DelaySeconds: 1
            MessageRetentionPeriod: 1209600
            RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 4 }
        D:
          Type: AWS::SQS::Queue
        P:
          Type: AWS::SQS::QueuePolicy
          Properties: { Queues: [!Ref Q], Whatever: !Unheard of }
        B:
          Type: AWS::Events::EventBus
          Properties: { Name: !Sub "${AWS::StackName}-events" }
        R:
          Type: AWS::Events::Rule
          Properties:
            EventBusName: !Ref B
            EventPattern: { source: [zaqar], detail: { size: [{ numeric: [">", 1] }] } }
            Targets:
              - { Id: q, Arn: !GetAtt Q.Arn, RetryPolicy: { MaximumRetryAttempts: 5 } }
        Clockwork:
          Type: AWS::Events::Rule
          Properties:
            ScheduleExpression: rate(1 day)
            Targets: [{ Arn: !GetAtt Q.Arn, Id: q, Input: '{"it": "is time"}' }]
        Stopped:
          Type: AWS::Events::Rule
          Properties:
            ScheduleExpression: rate(1 hour)
            State: DISABLED
            Targets: [{ Arn: !GetAtt Q.Arn, Id: q, Input: '{}' }]
      """;

  private final Template template = parse(TEMPLATE);

  @Test
  void functions_knowWhatCallsThem() {
    FunctionResource function = template.functions().getFirst();

    assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(function.sources())
        .containsExactly(
            new StreamSource(
                "T",
                true,
                50,
                Duration.ofSeconds(1),
                true,
                List.of("{\"eventName\": [\"INSERT\"]}"),
                new Failures(
                    true, Optional.of(0), Optional.of(Duration.ofHours(1)), Optional.of("D"))),
            new StreamSource(
                "T",
                false,
                100,
                Duration.ZERO,
                false,
                List.of(),
                new Failures(false, Optional.empty(), Optional.empty(), Optional.empty())),
            new QueueSource("Q", 5, Duration.ZERO, true, 3),
            new ScheduleSource(Duration.ofMinutes(1)));
  }

  @Test
  void references_toQueuesAndBusesAreUrlsNamesAndArns() {
    assertThat(template.functions().getFirst().environment())
        .isEqualTo(
            Map.of(
                "QUEUE", "http://sqs.us-east-1.localhost/000000000000/Q",
                "NAME", "Q",
                "BUS", "zaqar-events",
                "ARN", "arn:aws:events:us-east-1:000000000000:event-bus/zaqar-events"));
  }

  @Test
  void queues_haveTimesAndADeadLetterQueue() {
    assertThat(template.queues())
        .containsExactly(
            new QueueResource(
                "Q",
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Optional.of(new Redrive("D", 4))),
            new QueueResource("D", Duration.ofSeconds(30), Duration.ZERO, Optional.empty()));
  }

  @Test
  void clocks_sendToQueues() {
    assertThat(template.clocks())
        .containsExactly(new ClockResource(Duration.ofDays(1), "Q", "{\"it\": \"is time\"}"));
  }

  @Test
  void rules_haveABusAPatternAndQueuesButNoClock() {
    assertThat(template.buses()).containsExactly(new BusResource("zaqar-events"));
    assertThat(template.rules())
        .containsExactly(
            new RuleResource(
                "R",
                "zaqar-events",
                "{\"source\":[\"zaqar\"],\"detail\":{\"size\":[{\"numeric\":[\">\",1]}]}}",
                List.of("Q")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BatchSize: 50 | TumblingWindowInSeconds: 5 | does not know TumblingWindowInSeconds",
        "BatchSize: 50 | BatchSize: many | BatchSize must be a whole number",
        "ScalingConfig: { MaximumConcurrency: 3 } | ScalingConfig: { Most: 3 } | not know Most",
        "BatchSize: 5 | BatchSize: 11 | large without a window",
        "[ReportBatchItemFailures] | [Guess] | does not know the response type Guess",
        "StartingPosition: LATEST | StartingPosition: NOW | TRIM_HORIZON or LATEST",
        "!GetAtt T.StreamArn | !GetAtt T.Arn | no stream of a table",
        "Queue: !GetAtt Q.Arn | Queue: !GetAtt T.Arn | sends to queues alone",
      })
  void functions_refuseWhatTheRuntimeCannotObey(String known, String unknown, String reason) {
    Template changed = parse(TEMPLATE.replace(known, unknown));

    assertThatThrownBy(changed::functions)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("template.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DelaySeconds: 1 | FifoQueue: true | does not know FifoQueue",
        "maxReceiveCount: 4 | most: 4 | does not know most",
        "RetryPolicy: { MaximumRetryAttempts: 5 } | InputPath: $.detail | does not know InputPath",
        "Arn: !GetAtt Q.Arn, RetryPolicy | Arn: !GetAtt F.Arn, RetryPolicy | sends to queues alone",
        "EventBusName: !Ref B | RoleArn: r | does not know RoleArn",
      })
  void resources_refuseWhatTheRuntimeCannotObey(String known, String unknown, String reason) {
    Template changed = parse(TEMPLATE.replace(known, unknown));

    assertThatThrownBy(() -> List.of(changed.queues(), changed.buses(), changed.rules()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("template.yaml");
  }

  private static Template parse(String text) {
    return Template.parse(text, Map.of(), Map.of());
  }
}
