// SPDX-License-Identifier: Apache-2.0
package zaqar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import zaqar.settings.TemplateVariables;

/** What it answers where nothing can be reached: neither store nor bus nor queues. */
class StreamFunctionTest {
  private final StreamFunction function = new StreamFunction(Service.from(environment()));

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(TemplateVariables.read());
    List.of("", "_EVENTBRIDGE", "_SQS")
        .forEach(service -> environment.put("AWS_ENDPOINT_URL" + service, "http://127.0.0.1:1"));
    List.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        .forEach(variable -> environment.put(variable, "local"));
    return environment;
  }

  private static DynamodbStreamRecord record(String number, String event) {
    Map<String, AttributeValue> image = new HashMap<>();
    image.put("p", bytes(18));
    image.put("i", bytes(16));
    image.put("a", bytes(16));
    image.put("v", new AttributeValue().withN("1"));
    image.put("x", new AttributeValue().withN("1"));
    DynamodbStreamRecord record = new DynamodbStreamRecord();
    record.setEventName(event);
    record.setDynamodb(
        new StreamRecord()
            .withSequenceNumber(number)
            .withApproximateCreationDateTime(Date.from(Instant.now()))
            .withNewImage(image));
    return record;
  }

  private static AttributeValue bytes(int count) {
    return new AttributeValue().withB(ByteBuffer.wrap(new byte[count]));
  }

  private static DynamodbStreamRecord nothingNew(String number) {
    return record(number, "REMOVE");
  }

  private static DynamodbStreamRecord message(String number) {
    return record(number, "INSERT");
  }

  private static DynamodbStreamRecord unreadable(String number) {
    DynamodbStreamRecord record = message(number);
    record.getDynamodb().getNewImage().remove("x");
    return record;
  }

  private List<String> failures(DynamodbStreamRecord... records) {
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(List.of(records));
    return function.handleRequest(event, null).getBatchItemFailures().stream()
        .map(BatchItemFailure::getItemIdentifier)
        .toList();
  }

  @Test
  void batchWithoutNewMessages_isDone() {
    assertThat(failures(nothingNew("1"), nothingNew("2"))).isEmpty();
  }

  @Test
  void answer_namesTheFirstRecordThatHasToComeAgain() {
    assertThat(failures(nothingNew("1"), message("2"), message("3"))).containsExactly("2");
  }

  /** Lambda halves a batch whose call failed, and no batch whose first record was named. */
  @Test
  void call_failsWhereTheFirstRecordHasToComeAgain() {
    assertThatThrownBy(() -> failures(message("1"), nothingNew("2")))
        .isInstanceOf(SdkClientException.class);
  }

  /** It is not lost where the queue that would keep its place is away. */
  @Test
  void recordThatCannotBeKeptApart_comesAgain() {
    assertThatThrownBy(() -> failures(unreadable("1"))).isInstanceOf(SdkClientException.class);
    assertThat(failures(nothingNew("1"), unreadable("2"))).containsExactly("2");
  }
}
