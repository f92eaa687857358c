// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A client of a server that speaks the JSON protocol of SQS and checks no signatures, such as
 * ElasticMQ: for the workloads that both APIs have.
 */
final class SqsClient implements Client {
  /** What it can do. */
  static final Set<Workload> KNOWN = Set.of(Workload.POST_1, Workload.POST_10, Workload.CLAIM_BULK);

  private static final int BATCH = 10;

  private final Caller caller;
  private final String queue;
  private final Bodies bodies;
  private String url = "";
  private String[] texts = {};
  private int turn;

  private SqsClient(Caller caller, String queue, Bodies bodies) {
    this.caller = caller;
    this.queue = queue;
    this.bodies = bodies;
  }

  /** Makes clients of one queue. */
  static ZaqarClient.Maker maker(Target target, String queue, Bodies bodies) {
    Map<String, String> headers = Map.of("Content-Type", "application/x-amz-json-1.0");
    return id -> new SqsClient(new Caller(new Connection(target, headers)), queue, bodies);
  }

  private Answer send(String action, ObjectNode document) throws IOException {
    byte[] body = document.toString().getBytes(StandardCharsets.UTF_8);
    return caller.send("POST", "/", "X-Amz-Target: AmazonSQS." + action + "\r\n", body);
  }

  private static ObjectNode document() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static Answer must(Answer answer) {
    if (!answer.succeeded()) {
      throw new CannotRun("the endpoint answered " + answer.status() + ": " + answer.text());
    }
    return answer;
  }

  // Each client learns it before it is measured, or with its first request.
  private ObjectNode toQueue() throws IOException {
    if (url.isEmpty()) {
      Answer answer = must(send("GetQueueUrl", document().put("QueueName", queue)));
      url = answer.json().path("QueueUrl").asText();
      texts = bodies.texts(BATCH, 1);
    }
    return document().put("QueueUrl", url);
  }

  @Override
  public void create() throws IOException {
    must(send("CreateQueue", document().put("QueueName", queue)));
  }

  @Override
  public void delete() throws IOException {
    must(send("DeleteQueue", toQueue()));
  }

  @Override
  public int post(int count) throws IOException {
    ObjectNode document = toQueue();
    if (count == 1) {
      document.put("MessageBody", texts[turn++ % texts.length]);
      return send("SendMessage", document).succeeded() ? 1 : FAILED;
    }
    ArrayNode entries = document.putArray("Entries");
    for (int i = 0; i < count; i++) {
      entries.addObject().put("Id", String.valueOf(i)).put("MessageBody", texts[i]);
    }
    return send("SendMessageBatch", document).succeeded() ? count : FAILED;
  }

  @Override
  public void fill(int count) throws IOException {
    for (int left = count; left > 0; left -= BATCH) {
      post(BATCH);
    }
  }

  @Override
  public int claimAndDeleteAll() throws IOException {
    ObjectNode receive = toQueue().put("MaxNumberOfMessages", BATCH).put("VisibilityTimeout", 300);
    Answer answer = send("ReceiveMessage", receive);
    if (!answer.succeeded()) {
      return FAILED;
    }
    ObjectNode delete = toQueue();
    ArrayNode entries = delete.putArray("Entries");
    for (JsonNode message : answer.json().path("Messages")) {
      entries
          .addObject()
          .put("Id", String.valueOf(entries.size()))
          .put("ReceiptHandle", message.path("ReceiptHandle").asText());
    }
    int count = entries.size();
    return count == 0 || send("DeleteMessageBatch", delete).succeeded() ? count : FAILED;
  }

  private static int missing() {
    throw new CannotRun("SQS has no such operation");
  }

  @Override
  public int list() {
    return missing();
  }

  @Override
  public int claimAndDeleteEach() {
    return missing();
  }

  @Override
  public int pop() {
    return missing();
  }

  @Override
  public int get() {
    return missing();
  }

  @Override
  public int stats() {
    return missing();
  }

  @Override
  public Caller caller() {
    return caller;
  }
}
