// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.check.wire.Answer;
import zaqar.check.wire.Call;
import zaqar.check.wire.Wire;
import zaqar.dynamodb.DynamoDb;
import zaqar.dynamodb.Parallel;
import zaqar.dynamodb.Platform;
import zaqar.local.Checkout;
import zaqar.local.service.Instance;
import zaqar.local.service.MovableClock;
import zaqar.local.store.Tables;
import zaqar.local.template.Template;
import zaqar.settings.Settings;
import zaqar.store.api.Api;
import zaqar.store.api.Protocol;
import zaqar.store.http.WithoutSockets;
import zaqar.store.misbehaviour.MisbehavingOperations;
import zaqar.store.misbehaviour.MisbehavingStore;
import zaqar.store.misbehaviour.Misbehaviour;

/**
 * Instances of the service behind one address, at a store that misbehaves, all in the time of a
 * simulator. Instances crash and freeze; one that crashed is followed by a cold one.
 */
final class World implements Wire {
  private static final Answer UNAVAILABLE =
      new Answer(503, Map.of(), "{\"title\":\"No answer\",\"description\":\"Try again later.\"}");

  /** The longest that a call takes in each direction if nothing befalls it. */
  private static final Duration LATENCY = Duration.ofMillis(12);

  private static final Duration EXPIRY_EVERY = Duration.ofSeconds(30);
  private static final Duration BACKOFF = Duration.ofMillis(100);

  /** For how long an instance with a wrong clock stands in for another. */
  private static final Duration STRANGERS_LIFE = Duration.ofSeconds(3);

  /** The share of rare requests during which an instance freezes or crashes. */
  private static final double RARE_BAD_LUCK = 0.3;

  private static final Template TEMPLATE =
      Template.read(Checkout.current().template(), Map.of(), parameters());
  private static final Settings SETTINGS = Settings.from(environment());

  private final Simulator simulator;
  private final Weather weather;
  private final Random random;
  private final MisbehavingStore store;
  private final Protocol protocol;
  private final Simulator.Machine network;
  private final List<Host> hosts;
  private final List<Process> processes = new ArrayList<>();
  private Duration clientsWait = Duration.ZERO;
  private boolean isFair;
  private boolean isOver;

  /**
   * What becomes of instances.
   *
   * @param instances how many there are
   * @param clocksApart the difference between the slowest and the fastest clock
   * @param crashesEvery about how long it is from one crash to the next; zero for never
   * @param freezesEvery the same for freezes, each of which lasts {@code longestFreeze} at most
   * @param strangers the share of cold instances with a clock that is up to an hour off
   * @param answersLost the share of answers that do not reach their clients
   * @param patience when a client gives a request up, which may be carried out all the same
   */
  record Weather(
      int instances,
      Duration clocksApart,
      Misbehaviour store,
      Duration crashesEvery,
      Duration freezesEvery,
      Duration longestFreeze,
      double strangers,
      double answersLost,
      Duration patience) {}

  World(Simulator simulator, Weather weather, long seed) {
    this.simulator = simulator;
    this.weather = weather;
    random = new Random(seed);
    store = new MisbehavingStore(weather.store().by(random.nextLong()), simulator.clock());
    protocol =
        new Protocol(
            new MisbehavingOperations(new Api(store), store, simulator::pause), store.clock());
    network = simulator.new Machine();
    makeTables();
    int count = weather.instances();
    Duration step = count == 1 ? Duration.ZERO : weather.clocksApart().dividedBy((long) count - 1);
    Duration first = weather.store().clockAhead().minus(weather.clocksApart().dividedBy(2));
    hosts =
        IntStream.range(0, count)
            .mapToObj(i -> new Host(first.plus(step.multipliedBy(i))))
            .toList();
    network.start(this::expire);
    network.start(() -> fate(weather.crashesEvery(), Process::crash));
    network.start(() -> fate(weather.freezesEvery(), Process::freeze));
  }

  private static Map<String, String> parameters() {
    return Map.of(
        "AuthMode", "none",
        "LongPollSeconds", "20",
        "MinClaimTtl", "1",
        "MinClaimGrace", "0",
        "MinMessageTtl", "1");
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(TEMPLATE.environment());
    environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    return environment;
  }

  private void makeTables() {
    Protocol undisturbed = new Protocol(new Api(store), store.clock());
    DynamoDbClient client =
        DynamoDbClient.builder()
            .httpClient(new WithoutSockets(undisturbed))
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build();
    try (Tables tables = new Tables(client)) {
      tables.createMissing(TEMPLATE.tables());
    }
  }

  private void expire() {
    while (!isOver) {
      simulator.pause(EXPIRY_EVERY);
      store.expire();
    }
  }

  private void fate(Duration every, java.util.function.Consumer<Process> what) {
    while (every.isPositive() && !isFair) {
      simulator.pause(upTo(every.multipliedBy(2)));
      if (!isFair) {
        what.accept(victim());
      }
    }
  }

  /** One that has something to do, if there is one. */
  private Process victim() {
    List<Process> all = hosts.stream().map(host -> host.process).toList();
    List<Process> busy = all.stream().filter(process -> process.underWay > 0).toList();
    List<Process> some = busy.isEmpty() ? all : busy;
    return some.get(random.nextInt(some.size()));
  }

  private Duration upTo(Duration longest) {
    return Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
  }

  private boolean isLucky(double share) {
    return !isFair && random.nextDouble() < share;
  }

  /** Has clients be ready to wait for messages. */
  void haveClientsWait(Duration time) {
    clientsWait = time;
  }

  /** Nothing befalls anybody any more. */
  void heal() {
    isFair = true;
    store.heal();
  }

  /** Nobody comes any more. */
  void close() {
    heal();
    isOver = true;
  }

  /** One instance, from its cold start to its end. */
  private final class Process {
    private final Simulator.Machine machine = simulator.new Machine();
    private final CompletableFuture<Void> crashed = new CompletableFuture<>();
    private final Instance instance;
    private int underWay;

    Process(Clock clock) {
      MovableClock own = MovableClock.on(clock);
      SdkHttpClient way = new Line(new WithoutSockets(protocol, this::carry), this::await);
      DynamoDb dynamoDb = DynamoDb.connect(SETTINGS, own, way, this::time);
      instance =
          new Instance(
              own,
              new Platform(
                  dynamoDb,
                  SETTINGS,
                  new Parallel(machine::start),
                  own,
                  new VirtualTime(simulator, machine),
                  new Random(random.nextLong())));
      processes.add(this);
    }

    private void carry(Runnable call) {
      Duration way = upTo(LATENCY);
      network.start(
          () -> {
            simulator.pause(way);
            call.run();
          });
    }

    /** How long it takes until an answer is here; those of a crashed instance reach nobody. */
    private void await() throws IOException, InterruptedException {
      simulator.sleep(upTo(LATENCY));
      if (crashed.isDone()) {
        throw new IOException("the instance crashed");
      }
    }

    private void time(ClientOverrideConfiguration.Builder client) {
      BackoffStrategy backoff =
          attempt -> {
            simulator.pause(upTo(BACKOFF.multipliedBy(1L << attempt)));
            return Duration.ZERO;
          };
      client
          .scheduledExecutorService(new VirtualTimers(simulator, machine))
          .retryStrategy(
              client.retryStrategy().toBuilder()
                  .backoffStrategy(backoff)
                  .throttlingBackoffStrategy(backoff)
                  .build());
    }

    void crash() {
      crashed.complete(null);
    }

    void freeze() {
      machine.freeze(upTo(weather.longestFreeze()));
    }

    Answer send(Call call) throws IOException {
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      machine.start(() -> answer.completeAsync(() -> ask(call), Runnable::run));
      Simulator.Timer patience =
          simulator.after(weather.patience(), () -> answer.complete(UNAVAILABLE));
      CompletableFuture.anyOf(answer, crashed).join();
      patience.cancel();
      if (crashed.isDone()) {
        throw new IOException("the instance crashed");
      }
      return answer.join();
    }

    private Answer ask(Call call) {
      underWay++;
      Instance.Reply reply =
          instance.call(
              call.client(),
              call.method(),
              call.path().substring("/queues/".length()),
              call.body() == null ? "" : call.body(),
              clientsWait);
      underWay--;
      return new Answer(
          reply.status(), reply.headers(), reply.body().isNull() ? "" : reply.body().toString());
    }
  }

  /** Where one instance follows another. */
  private final class Host {
    private final Clock clock;
    private Process process;
    private long strangerUntil;

    Host(Duration ahead) {
      clock = Clock.offset(simulator.clock(), ahead);
      process = new Process(clock);
    }

    Process alive() {
      boolean wasStranger = strangerUntil > 0 && simulator.nanoTime() > strangerUntil;
      if (process.crashed.isDone() || wasStranger) {
        boolean isStranger = !wasStranger && isLucky(weather.strangers());
        strangerUntil = isStranger ? simulator.nanoTime() + STRANGERS_LIFE.toNanos() : 0;
        Duration off =
            isStranger ? upTo(Duration.ofHours(2)).minus(Duration.ofHours(1)) : Duration.ZERO;
        process = new Process(Clock.offset(clock, off));
      }
      return process;
    }
  }

  @Override
  public Answer send(Call call) throws IOException {
    simulator.pause(upTo(LATENCY));
    Process process = awake();
    if (isRare(call) && isLucky(RARE_BAD_LUCK)) {
      Runnable what = random.nextBoolean() ? process::freeze : process::crash;
      simulator.after(upTo(LATENCY.multipliedBy(4)), what);
    }
    Answer answer = process.send(call);
    if (isLucky(weather.answersLost())) {
      throw new IOException("the answer was lost");
    }
    simulator.pause(upTo(LATENCY));
    return answer;
  }

  /** What is seldom asked has its bad moments as well. */
  private boolean isRare(Call call) {
    boolean isOften = call.path().contains("/messages") || call.path().contains("/claims");
    return !isOften && weather.freezesEvery().isPositive();
  }

  /** Nobody sends to a process that is frozen, unless there is no other. */
  private Process awake() {
    int first = random.nextInt(hosts.size());
    for (int i = 0; i < hosts.size(); i++) {
      Process process = hosts.get((first + i) % hosts.size()).alive();
      if (!process.machine.isFrozen()) {
        return process;
      }
    }
    return hosts.get(first).alive();
  }

  /** How many instances there have been. */
  int started() {
    return processes.size();
  }

  /** Lines of the log, for who looks for a reason. */
  List<String> log() {
    return processes.stream().flatMap(process -> process.instance.log().stream()).toList();
  }
}
