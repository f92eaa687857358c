// SPDX-License-Identifier: Apache-2.0
package zaqar.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

class ChangeTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final SdkBytes BYTES = SdkBytes.fromUtf8String("bytes");
  private static final Map<String, AttributeValue> ITEM =
      Map.of(
          "s", AttributeValue.fromS("text"),
          "n", AttributeValue.fromN("1.50"),
          "b", AttributeValue.fromB(BYTES),
          "bs", AttributeValue.fromBs(List.of(BYTES)),
          "ns", AttributeValue.fromNs(List.of("1", "2")),
          "l", AttributeValue.fromL(List.of(AttributeValue.fromBool(true))),
          "m", AttributeValue.fromM(Map.of("x", AttributeValue.fromNul(true))));

  @Test
  void json_isReadByLambdaWithAllKindsOfValues() {
    DynamodbEvent.DynamodbStreamRecord record = read(Change.of(record("INSERT", ITEM), "arn"));
    StreamRecord change = record.getDynamodb();

    assertThat(record.getEventName()).isEqualTo("INSERT");
    assertThat(record.getEventSourceARN()).isEqualTo("arn");
    assertThat(change.getSequenceNumber()).isEqualTo("42");
    assertThat(change.getApproximateCreationDateTime()).isEqualTo(Date.from(CREATED));
    assertThat(change.getNewImage().get("s").getS()).isEqualTo("text");
    assertThat(change.getNewImage().get("n").getN()).isEqualTo("1.50");
    assertThat(change.getNewImage().get("b").getB()).isEqualTo(BYTES.asByteBuffer());
    assertThat(change.getNewImage().get("bs").getBS()).hasSize(1);
    assertThat(change.getNewImage().get("ns").getNS()).containsExactly("1", "2");
    assertThat(change.getNewImage().get("l").getL().getFirst().getBOOL()).isTrue();
    assertThat(change.getNewImage().get("m").getM().get("x").getNULL()).isTrue();
    assertThat(change.getOldImage()).isNull();
  }

  @Test
  void event_isWhatLambdaReads() {
    Map<String, AttributeValue> texts = Map.of("ss", AttributeValue.fromSs(List.of("a", "b")));
    Change change = Change.of(record("INSERT", ITEM), "arn");
    Change expiry =
        Change.of(
            record("MODIFY", texts).toBuilder()
                .eventID("id")
                .eventVersion("1.1")
                .awsRegion("us-east-1")
                .userIdentity(user -> user.principalId("dynamodb.amazonaws.com").type("Service"))
                .build(),
            "arn");

    assertThat(StreamEvents.of(List.of(change, expiry)).getRecords())
        .containsExactly(read(change), read(expiry));
  }

  @Test
  void json_ofAnExpiredItemIsARemoval() {
    Change change = Change.of(record("TTL whatever", Map.of()), "arn");

    assertThat(change.json().path("eventName").asText()).isEqualTo("REMOVE");
  }

  @Test
  void filters_lookIntoTheItem() {
    Change change = Change.of(record("INSERT", Map.of("s", AttributeValue.fromS("x"))), "arn");

    assertThat(new Filters(List.of()).pass(change)).isTrue();
    assertThat(new Filters(List.of("{\"eventName\": [\"INSERT\"]}")).pass(change)).isTrue();
    assertThat(
            new Filters(
                    List.of(
                        "{\"eventName\": [\"REMOVE\"]}",
                        "{\"dynamodb\": {\"NewImage\": {\"s\": {\"S\": [{\"prefix\": \"y\"}]}}}}"))
                .pass(change))
        .isFalse();
  }

  @Test
  void filters_knowByItsNameWhatCannotPass() {
    String inserts = "{\"eventName\": [\"INSERT\"], \"dynamodb\": {\"x\": [1]}}";
    String notRemovals = "{\"eventName\": [{\"anything-but\": [\"REMOVE\"]}]}";

    assertThat(passing()).containsExactly("INSERT", "MODIFY", "REMOVE");
    assertThat(passing(inserts)).containsExactly("INSERT");
    assertThat(passing(inserts, notRemovals)).containsExactly("INSERT", "MODIFY");
    assertThat(passing("{\"eventSource\": [\"x\"]}")).hasSize(3);
  }

  private static List<String> passing(String... patterns) {
    Filters filters = new Filters(List.of(patterns));
    return Stream.of("INSERT", "MODIFY", "REMOVE").filter(filters::mayPass).toList();
  }

  private static DynamodbEvent.DynamodbStreamRecord read(Change change) {
    return LambdaEventSerializers.serializerFor(
            DynamodbEvent.class, ChangeTest.class.getClassLoader())
        .fromJson("{\"Records\": [" + change.json() + "]}")
        .getRecords()
        .getFirst();
  }

  private static Record record(String name, Map<String, AttributeValue> item) {
    return Record.builder()
        .eventName(name)
        .dynamodb(
            change ->
                change
                    .sequenceNumber("42")
                    .approximateCreationDateTime(CREATED)
                    .keys(Map.of("s", AttributeValue.fromS("key")))
                    .newImage(item)
                    .sizeBytes(100L)
                    .streamViewType("NEW_IMAGE"))
        .build();
  }
}
