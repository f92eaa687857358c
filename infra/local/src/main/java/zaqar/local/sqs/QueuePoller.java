// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import zaqar.local.lambda.EventFunction;
import zaqar.local.lambda.FailedCall;
import zaqar.local.template.QueueResource;
import zaqar.local.template.QueueSource;

/**
 * Lambda's poller of one queue: calls a function with batches of messages, some at once, and
 * deletes those that it took. The others come back when their visibility timeout is over.
 */
public final class QueuePoller implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(QueuePoller.class.getName());
  private static final int MOST_MESSAGES = 10;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(2);

  private final QueueSource source;
  private final EventFunction<SQSEvent, SQSBatchResponse> function;
  private final SqsClient client;
  private final Semaphore calls;
  private final Thread thread;
  private volatile boolean closing;

  private QueuePoller(
      QueueSource source, EventFunction<SQSEvent, SQSBatchResponse> function, SqsClient client) {
    this.source = source;
    this.function = function;
    this.client = client;
    calls = new Semaphore(source.concurrency());
    thread = Thread.ofVirtual().name("poller of " + source.queue()).unstarted(this::poll);
  }

  /** Begins to poll; {@code client} is for this poller alone, and closed with it. */
  public static QueuePoller start(
      QueueSource source, EventFunction<SQSEvent, SQSBatchResponse> function, SqsClient client) {
    QueuePoller poller = new QueuePoller(source, function, client);
    poller.thread.start();
    return poller;
  }

  private void poll() {
    try {
      while (!closing) {
        calls.acquire();
        List<Message> batch = batch();
        if (batch.isEmpty()) {
          calls.release();
        } else {
          Thread.ofVirtual().name(function.name()).start(() -> work(batch));
        }
      }
    } catch (InterruptedException theEnd) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Message> batch() throws InterruptedException {
    List<Message> batch = new ArrayList<>();
    try {
      batch.addAll(receive(source.batchSize(), LONGEST_WAIT));
      long end = System.nanoTime() + source.window().toNanos();
      while (!batch.isEmpty() && batch.size() < source.batchSize() && System.nanoTime() < end) {
        batch.addAll(
            receive(source.batchSize() - batch.size(), Duration.ofNanos(end - System.nanoTime())));
      }
    } catch (SdkException e) {
      if (!closing) {
        LOG.log(Level.WARNING, "cannot receive from " + source.queue(), e);
        Thread.sleep(AFTER_A_FAULT);
      }
    }
    return batch;
  }

  private List<Message> receive(int most, Duration wait) {
    return client
        .receiveMessage(
            request ->
                request
                    .queueUrl(QueueResource.url(source.queue()))
                    .maxNumberOfMessages(Math.min(most, MOST_MESSAGES))
                    .waitTimeSeconds(wholeSeconds(wait))
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  private static int wholeSeconds(Duration wait) {
    return (int) Math.min(LONGEST_WAIT.toSeconds(), wait.plusMillis(999).toSeconds());
  }

  private void work(List<Message> batch) {
    try {
      SQSBatchResponse answer = function.call(SqsEvents.of(source.queue(), batch));
      delete(source.reportsItems() ? SqsEvents.withoutFailures(batch, answer) : batch);
    } catch (FailedCall keepsAll) {
      LOG.log(Level.DEBUG, "{0} messages of {1} stay", batch.size(), source.queue());
    } catch (SdkException e) {
      LOG.log(Level.WARNING, "cannot delete from " + source.queue(), e);
    } catch (InterruptedException theEnd) {
      Thread.currentThread().interrupt();
    } finally {
      calls.release();
    }
  }

  private void delete(List<Message> messages) {
    for (int from = 0; from < messages.size(); from += MOST_MESSAGES) {
      List<DeleteMessageBatchRequestEntry> entries =
          messages.subList(from, Math.min(from + MOST_MESSAGES, messages.size())).stream()
              .map(
                  message ->
                      DeleteMessageBatchRequestEntry.builder()
                          .id(message.messageId())
                          .receiptHandle(message.receiptHandle())
                          .build())
              .toList();
      client.deleteMessageBatch(
          request -> request.queueUrl(QueueResource.url(source.queue())).entries(entries));
    }
  }

  /** Receives no more, and gives calls under way two seconds. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(TIME_TO_FINISH);
      if (!calls.tryAcquire(
          source.concurrency(), TIME_TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.INFO, "stopped amid calls of {0}", function.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
