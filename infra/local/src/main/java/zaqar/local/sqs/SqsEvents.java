// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import zaqar.local.template.Arn;

/** Turns messages of SQS into events of Lambda, and reads the answers. */
final class SqsEvents {
  private SqsEvents() {}

  static SQSEvent of(String queue, List<Message> messages) {
    SQSEvent event = new SQSEvent();
    event.setRecords(messages.stream().map(message -> record(queue, message)).toList());
    return event;
  }

  private static SQSEvent.SQSMessage record(String queue, Message message) {
    SQSEvent.SQSMessage record = new SQSEvent.SQSMessage();
    record.setMessageId(message.messageId());
    record.setReceiptHandle(message.receiptHandle());
    record.setBody(message.body());
    record.setMd5OfBody(message.md5OfBody());
    record.setMd5OfMessageAttributes(message.md5OfMessageAttributes());
    record.setEventSource("aws:sqs");
    record.setEventSourceArn(Arn.of("sqs", queue).text());
    record.setAwsRegion(Arn.REGION);
    record.setAttributes(new HashMap<>(message.attributesAsStrings()));
    Map<String, SQSEvent.MessageAttribute> attributes = new HashMap<>();
    message.messageAttributes().forEach((name, value) -> attributes.put(name, attribute(value)));
    record.setMessageAttributes(attributes);
    return record;
  }

  private static SQSEvent.MessageAttribute attribute(MessageAttributeValue value) {
    SQSEvent.MessageAttribute attribute = new SQSEvent.MessageAttribute();
    attribute.setDataType(value.dataType());
    attribute.setStringValue(value.stringValue());
    SdkBytes binary = value.binaryValue();
    if (binary != null) {
      attribute.setBinaryValue(binary.asByteBuffer());
    }
    return attribute;
  }

  /** What succeeded. As on Lambda, an answer that names no message of the batch fails it whole. */
  static List<Message> withoutFailures(List<Message> batch, @Nullable SQSBatchResponse answer) {
    if (answer == null || answer.getBatchItemFailures() == null) {
      return batch;
    }
    List<String> failed =
        answer.getBatchItemFailures().stream().map(BatchItemFailure::getItemIdentifier).toList();
    Set<String> sent = batch.stream().map(Message::messageId).collect(Collectors.toSet());
    return sent.containsAll(failed)
        ? batch.stream().filter(message -> !failed.contains(message.messageId())).toList()
        : List.of();
  }
}
