// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class SqsEventsTest {
  private static final Message A = message("a");
  private static final Message B = message("b");
  private static final List<Message> BATCH = List.of(A, B);

  @Test
  void of_keepsWhatFunctionsLookAt() {
    assertThat(SqsEvents.of("Q", BATCH).getRecords().getFirst())
        .satisfies(
            record -> {
              assertThat(record.getMessageId()).isEqualTo("a");
              assertThat(record.getReceiptHandle()).isEqualTo("receipt a");
              assertThat(record.getEventSourceArn()).endsWith(":000000000000:Q");
              assertThat(record.getAttributes()).containsEntry("ApproximateReceiveCount", "3");
            });
  }

  @Test
  void withoutFailures_keepsWhatFailed() {
    assertThat(SqsEvents.withoutFailures(BATCH, null)).isEqualTo(BATCH);
    assertThat(SqsEvents.withoutFailures(BATCH, answer())).isEqualTo(BATCH);
    assertThat(SqsEvents.withoutFailures(BATCH, answer("b"))).containsExactly(A);
  }

  @Test
  void withoutFailures_isNothingForAnAnswerThatMakesNoSense() {
    assertThat(SqsEvents.withoutFailures(BATCH, answer("x"))).isEmpty();
    assertThat(SqsEvents.withoutFailures(BATCH, answer((String) null))).isEmpty();
  }

  private static SQSBatchResponse answer(String... failed) {
    return new SQSBatchResponse(Arrays.stream(failed).map(BatchItemFailure::new).toList());
  }

  private static Message message(String id) {
    return Message.builder()
        .messageId(id)
        .receiptHandle("receipt " + id)
        .body("body")
        .attributesWithStrings(
            Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT.toString(), "3"))
        .build();
  }
}
