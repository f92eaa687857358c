// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.msg.CreateQueue;
import org.elasticmq.msg.RestoreMessages;
import org.elasticmq.persistence.CreateQueueMetadata;
import org.elasticmq.persistence.sql.MessageRepository;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.util.Either;
import zaqar.local.failure.CannotStart;
import zaqar.local.template.Arn;
import zaqar.local.template.QueueResource;

/**
 * SQS on the loopback address: ElasticMQ in this process, with the template's queues. A message
 * that was accepted, or deleted, stays so when the process is killed, if there is a folder for it.
 */
public final class Sqs implements AutoCloseable {
  private static final Duration TIME_TO_RESTORE = Duration.ofSeconds(60);
  private static final Duration TIME_TO_END = Duration.ofSeconds(10);

  /** Quiet, small, and stopped by nobody but its owner. */
  private static final Config SETTINGS =
      ConfigFactory.parseMap(
          Map.of(
              "pekko.loglevel", "WARNING",
              "pekko.log-dead-letters", "off",
              "pekko.daemonic", "on",
              "pekko.scheduler.tick-duration", "200ms",
              "pekko.jvm-shutdown-hooks", "off",
              "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off",
              "pekko.actor.default-dispatcher.fork-join-executor.parallelism-min", "1",
              "pekko.actor.default-dispatcher.fork-join-executor.parallelism-max", "2",
              "pekko.actor.internal-dispatcher.fork-join-executor.parallelism-min", "1",
              "pekko.actor.internal-dispatcher.fork-join-executor.parallelism-max", "1"));

  static {
    // Its server writes a stack trace for each long poll that is under way when it stops.
    System.setProperty("org.slf4j.simpleLogger.log.org.elasticmq.rest.sqs", "off");
  }

  private final ActorSystem actors;
  private final Optional<MessageFile> file;
  private final URI endpoint;

  private Sqs(ActorSystem actors, Optional<MessageFile> file, List<QueueResource> queues) {
    this.actors = actors;
    this.file = file;
    Map<String, MessageRepository> messages = new HashMap<>();
    file.ifPresent(
        kept -> queues.forEach(queue -> messages.put(queue.name(), kept.messages(queue.name()))));
    Option<ActorRef> journal = file.isPresent() ? journal(actors, messages) : Option.empty();
    ActorRef manager =
        actors.actorOf(
            Props.create(
                QueueManagerActor.class,
                () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, journal)));
    for (CreateQueueMetadata queue : ElasticQueues.of(queues)) {
      ActorRef actor = create(manager, queue);
      Optional.ofNullable(messages.get(queue.name()))
          .ifPresent(kept -> ask(actor, new RestoreMessages(kept.findAll())));
    }
    String address = InetAddress.getLoopbackAddress().getHostAddress();
    int port =
        SQSRestServerBuilder.withActorSystem(actors)
            .withQueueManagerActor(manager)
            .withInterface(address)
            .withDynamicPort()
            .withAWSRegion(Arn.REGION)
            .withAWSAccountId(Arn.ACCOUNT)
            .start()
            .waitUntilStarted()
            .localAddress()
            .getPort();
    endpoint = URI.create("http://" + address + ":" + port);
  }

  /**
   * Starts it on the messages that an earlier run left in {@code folder}, or on none and in memory.
   *
   * @throws CannotStart if the messages cannot be read
   */
  public static Sqs start(Optional<Path> folder, List<QueueResource> queues) {
    Optional<MessageFile> file = folder.map(MessageFile::open);
    ActorSystem actors = ActorSystem.create("sqs", SETTINGS.withFallback(ConfigFactory.load()));
    try {
      return new Sqs(actors, file, queues);
    } catch (RuntimeException e) {
      stop(actors, file);
      throw e;
    }
  }

  private static Option<ActorRef> journal(
      ActorSystem actors, Map<String, MessageRepository> messages) {
    return Option.apply(actors.actorOf(Props.create(Journal.class, () -> new Journal(messages))));
  }

  private static ActorRef create(ActorRef manager, CreateQueueMetadata queue) {
    if (ask(manager, new CreateQueue(queue.toCreateQueueData())) instanceof Either<?, ?> made
        && made.isRight()
        && made.toOption().get() instanceof ActorRef actor) {
      return actor;
    }
    throw new CannotStart("SQS refuses the queue " + queue.name());
  }

  private static Object ask(ActorRef actor, Object question) {
    return Patterns.ask(actor, question, TIME_TO_RESTORE).toCompletableFuture().join();
  }

  /** Where clients reach it. */
  public URI endpoint() {
    return endpoint;
  }

  /** Stops at once; who waits for messages gets none. */
  @Override
  public void close() {
    stop(actors, file);
  }

  private static void stop(ActorSystem actors, Optional<MessageFile> file) {
    actors.terminate();
    actors
        .getWhenTerminated()
        .toCompletableFuture()
        .completeOnTimeout(null, TIME_TO_END.toSeconds(), TimeUnit.SECONDS)
        .join();
    file.ifPresent(MessageFile::close);
  }
}
