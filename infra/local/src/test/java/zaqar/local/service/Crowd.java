// SPDX-License-Identifier: Apache-2.0
package zaqar.local.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import zaqar.check.history.Event;
import zaqar.check.history.History;
import zaqar.check.role.Client;
import zaqar.check.role.Observer;
import zaqar.check.role.Posting;
import zaqar.check.role.Producer;
import zaqar.check.role.Reading;
import zaqar.check.role.Stop;
import zaqar.check.role.Ways;
import zaqar.check.role.Work;
import zaqar.check.role.Worker;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.QueueName;

/** Many clients at one queue whose partitions are weak, and what goes through. */
final class Crowd implements AutoCloseable {
  private static final int INSTANCES = 40;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final int FILLERS = 40;

  private final String queue = "crowd-" + UUID.randomUUID();
  private final History history = new History();
  private final Stop stop = new Stop();
  private final List<Runnable> roles = new ArrayList<>();
  private final Buckets buckets;
  private final SplittableRandom random;
  private final Fleet fleet;

  /** What goes through in a second, and how many units the messages' partitions take for that. */
  record Throughput(double messages, double units) {}

  /** A crowd at a new queue with so many shards, each of which takes so many units a second. */
  Crowd(int shards, double units, long seed) {
    buckets = new Buckets(units);
    random = new SplittableRandom(seed);
    Fleet.Nature goodDay = new Fleet.Nature(Duration.ZERO, Rates.NONE, 0, Duration.ZERO, seed);
    fleet = new Fleet(INSTANCES, goodDay, buckets);
    String metadata = "{\"_shards\": %d}".formatted(shards);
    client("admin").insist("PUT", "/queues/" + queue, metadata);
  }

  private Client client(String who) {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    return new Client(who, id, queue, () -> fleet, history);
  }

  private Producer producer(int number, Posting posting) {
    return new Producer(client("producer-" + number), random.split(), posting, stop);
  }

  /** Posts at least so many messages, while there is no limit. */
  Crowd filled(int messages) {
    Posting posting = Posting.USUAL.hurried();
    Posting enough = posting.times(1 + 2 * messages / posting.batch() / FILLERS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < FILLERS; i++) {
        Producer filler = producer(i, enough);
        Future<?> filling = threads.submit(filler);
        assert !filling.isCancelled();
      }
    }
    return this;
  }

  Crowd producers(int count) {
    for (int i = 0; i < count; i++) {
      roles.add(producer(i, Posting.USUAL.hurried()));
    }
    return this;
  }

  Crowd observers(int count) {
    for (int i = 0; i < count; i++) {
      Reading reading = Reading.DIFFERENT.get(i % Reading.DIFFERENT.size());
      roles.add(new Observer(client("observer-" + i), reading, stop));
    }
    return this;
  }

  /** So many who claim, and delete what they got. */
  Crowd workers(int count) {
    for (int i = 0; i < count; i++) {
      Client client = client("worker-" + i);
      roles.add(new Worker(client, random.split(), Work.USUAL, Ways.DELETE_ALL, stop));
    }
    return this;
  }

  /**
   * Lets all of them at the queue for so long, after a while for them to get used to each other.
   *
   * @param counted how many messages a request that succeeded counts for
   */
  Throughput measure(Duration time, ToLongFunction<Event> counted)
      throws InterruptedException, ExecutionException {
    String partitions = new QueueKey(new ProjectId("p"), new QueueName(queue)).hexHash() + "6d";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      buckets.limit();
      roles.forEach(role -> running.add(threads.submit(role)));
      Thread.sleep(WARM_UP);
      double unitsBefore = buckets.written(partitions);
      long messagesBefore = messages(counted);
      long start = System.nanoTime();
      Thread.sleep(time);
      double seconds = (System.nanoTime() - start) / 1e9;
      double units = buckets.written(partitions) - unitsBefore;
      long messages = messages(counted) - messagesBefore;
      stop.request();
      buckets.release();
      for (Future<?> role : running) {
        role.get();
      }
      return new Throughput(messages / seconds, units / seconds);
    }
  }

  private long messages(ToLongFunction<Event> counted) {
    return history.events().stream()
        .filter(event -> event.answer() != null && event.succeeded())
        .mapToLong(counted)
        .sum();
  }

  /** The messages that a request has posted. */
  static long posted(Event event) {
    return isFor(event, "POST", "/messages") ? event.answer().json().path("resources").size() : 0;
  }

  /** The messages that a request has claimed, or deleted: each takes a unit. */
  static long worked(Event event) {
    if (isFor(event, "DELETE", "/messages")) {
      return event.call().path().replaceAll("&.*", "").split(",", -1).length;
    }
    return isFor(event, "POST", "/claims") ? event.answer().json().path("messages").size() : 0;
  }

  private static boolean isFor(Event event, String method, String path) {
    return event.call().method().equals(method) && event.call().path().contains(path);
  }

  /** What everybody saw. */
  List<Event> events() {
    return history.events();
  }

  @Override
  public void close() {
    fleet.close();
  }
}
