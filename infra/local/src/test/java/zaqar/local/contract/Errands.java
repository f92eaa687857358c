// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import java.util.Random;

/**
 * All that callers have functions do: each method is good for some of what the policies allow.
 *
 * @param table where new queues have their messages
 */
record Errands(Zaqar zaqar, Deeds deeds, Receivers receivers, MessageTables store, String table) {
  private static final String DELIVERY = "DeliveryFunction";
  private static final int SHORT_LIFE = 8;

  /** Keeps pools and flavors; from then on new queues are in one of the pools. */
  void operate(String pool) {
    for (String each : new String[] {"default", "a", "b"}) {
      registerPool(each, each.equals(pool) ? 1 : 0);
    }
    admin("GET", "/v2/pools").expect(200);
    admin("PUT", "/v2/flavors/gold").json("{'pool_list': ['b']}").expect(201);
    admin("GET", "/v2/flavors?detailed=true").expect(200);
    admin("DELETE", "/v2/flavors/gold").expect(204);
    admin("DELETE", "/v2/pools/b").expect(204);
    registerPool("b", 0);
    admin("GET", "/v2/health").expect(200);
    zaqar.get("/v2/ping").expect(204);
  }

  private void registerPool(String pool, int weight) {
    String its = pool.equals("default") ? "MessageTable" : "zaqar-pool-" + pool;
    admin("PUT", "/v2/pools/" + pool)
        .json("{'weight': " + weight + ", 'uri': 'dynamodb://" + its + "'}")
        .expect(201);
  }

  private Call admin(String method, String path) {
    return zaqar.call(method, path).header("X-Roles", "admin");
  }

  void keepQueues() {
    Queue queue = zaqar.queue().create("{'a': 1}");
    queue.patch("[{'op': 'replace', 'path': '/metadata/a', 'value': 2}]").expect(200);
    zaqar.get("/v2/queues").expect(200);
    receivers.subscribe(queue, "/200");
    queue.postNumbers(2);
    queue.stats();
    zaqar
        .post(queue.path("/purge"))
        .json("{'resource_types': ['messages', 'subscriptions']}")
        .expect(204);
    zaqar.delete(queue.path()).expect(204);
  }

  void exchangeMessages() {
    Queue queue = zaqar.queue();
    String id = queue.postNumbers(5).getFirst();
    queue.list("?echo=true");
    queue.message("GET", id).expect(200);
    queue.message("DELETE", id).expect(204);
    Claim claim = queue.claim("?limit=1", "{'ttl': 300, 'grace': 60}");
    String claimed = "?ids=" + claim.ids().getFirst() + "&claim_ids=" + claim.id();
    queue.messages("DELETE", claimed).expect(204);
    queue.claim("?limit=2", "{'ttl': 300, 'grace': 60}").release();
    queue.claim("?limit=2", "{'ttl': 300, 'grace': 60}").release();
    queue.pop(3).expect(200);
    for (int i = 0; i < 2; i++) {
      zaqar
          .post(queue.path("/messages"))
          .header("Idempotency-Key", "a key")
          .json("{'messages': [{'body': 1}]}")
          .expect(201);
    }
  }

  /** Claims a message whose body is apart for a short time. */
  Claim claim() {
    moveLetter(zaqar.queue());
    Queue queue = zaqar.queue();
    queue.post("{'ttl': " + SHORT_LIFE + ", 'body': '" + large() + "'}");
    return queue.claim("", "{'ttl': 300, 'grace': 60}");
  }

  /** When its message would be gone without the claim, the body needs a longer life, too. */
  void renew(Claim claim) {
    deeds.await(
        "the end of the message's own life",
        () -> claim.get().expect(200).json().at("/messages/0/age").asInt() > SHORT_LIFE);
    claim.renew("{'ttl': 43200, 'grace': 43200}").expect(204);
    claim.release();
  }

  /** Has a message moved to another queue when it was claimed once. */
  private void moveLetter(Queue letters) {
    Queue queue = zaqar.queue();
    queue.create("{'_max_claim_count': 1, '_dead_letter_queue': '" + letters.name() + "'}");
    queue.postNumbers(1);
    queue.claim("", "{'ttl': 1, 'grace': 60}");
    deeds.await(
        "a dead letter",
        () -> {
          queue.claims("", "{'ttl': 60, 'grace': 60}").expect(204);
          return queue.stats().path("total").asInt() == 0;
        });
  }

  void subscribe() {
    Queue queue = zaqar.queue();
    String id = receivers.subscribe(queue, "/200");
    queue.post("{'ttl': 300, 'body': '" + large() + "'}");
    deeds.await(DELIVERY, "dynamodb:BatchGetItem", table);
    Queue failing = zaqar.queue();
    receivers.subscribe(failing, "/500");
    failing.postNumbers(1);
    deeds.await(DELIVERY, "sqs:SendMessage", ":DeliveryQueue");
    queue.subscriptionIds("");
    queue.subscription("DELETE", id).expect(204);
    zaqar.queue().subscribeTo("mailto:reader@example.org");
    deeds.await(DELIVERY, "ses:SendEmail", "");
  }

  /** Longer than SQS holds anything back. */
  void waitLong() {
    Queue queue = zaqar.queue();
    receivers.subscribe(
        queue,
        "/500",
        "{'_retry_policy': {'retries_with_no_delay': 0, 'minimum_delay': 1000, 'maximum_delay': 2000}}");
    queue.post("{'ttl': 3600, 'body': 1}");
    deeds.await(DELIVERY, "dynamodb:BatchWriteItem", "ControlTable");
  }

  void giveUp() {
    Queue queue = zaqar.queue();
    receivers.subscribe(queue, "/404", lettersTo(zaqar.queue()));
    queue.postNumbers(1);
    deeds.await(DELIVERY, "dynamodb:BatchWriteItem", table);
    Queue letters = zaqar.queue();
    Queue queueOfLetters = zaqar.queue();
    receivers.subscribe(queueOfLetters, "/404", lettersTo(letters));
    queueOfLetters.postNumbers(1);
    deeds.await("a letter about a delivery", () -> letters.list("?echo=true").size() == 1);
    zaqar.post(letters.path("/redrive")).json("{}").expect(200);
    Queue other = zaqar.queue();
    receivers.subscribe(other, "/404");
    other.postNumbers(1);
    deeds.await(DELIVERY, "sqs:SendMessage", ":UndeliveredQueue");
  }

  private static String lettersTo(Queue letters) {
    return "{'_dead_letter_queue': '" + letters.name() + "'}";
  }

  /** Who is told that it is over goes by the slow queue, too. */
  void answerSlowly() {
    Queue queue = zaqar.queue();
    String id = receivers.subscribe(queue, "/slow");
    queue.postNumbers(1);
    deeds.await(DELIVERY, "sqs:SendMessage", ":SlowDeliveryQueue");
    queue.subscription("POST", id + "/test").expect(202);
    queue.subscription("PUT", id + "/confirm").json("{'confirmed': false}").expect(204);
  }

  /** Those make a data key who have letters to encrypt; messages are read with what there is. */
  void encryptLetters() {
    moveLetter(encrypted());
    store.forgetDataKeys();
    Queue queue = zaqar.queue();
    Queue letters = encrypted();
    receivers.subscribe(queue, "/404", lettersTo(letters));
    queue.postNumbers(1);
    deeds.await("an encrypted letter", () -> letters.list("?echo=true").size() == 1);
  }

  /** Those make a data key who post messages; the others use it. */
  void encryptMessages() {
    Queue queue = encrypted();
    receivers.subscribe(queue, "/200");
    queue.postNumbers(1);
    queue.claim();
    deeds.await(DELIVERY, "kms:Decrypt", "");
  }

  private Queue encrypted() {
    return zaqar.queue().create("{'_enable_encrypt_messages': true}");
  }

  /** Letters that are too many for the item of their message. */
  private static String large() {
    StringBuilder letters = new StringBuilder();
    new Random(1).ints(4000, 'a', 'z').forEach(letter -> letters.append((char) letter));
    return letters.toString();
  }
}
