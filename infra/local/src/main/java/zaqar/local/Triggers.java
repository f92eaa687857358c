// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.sqs.SqsClient;
import zaqar.local.aws.Clients;
import zaqar.local.cloud.Cloud;
import zaqar.local.events.EventBridge;
import zaqar.local.failure.CannotStart;
import zaqar.local.lambda.EventFunction;
import zaqar.local.schedules.Scheduler;
import zaqar.local.sqs.LateSqs;
import zaqar.local.sqs.QueuePoller;
import zaqar.local.streams.StreamFollower;
import zaqar.local.streams.StreamPoller;
import zaqar.local.template.ClockResource;
import zaqar.local.template.FunctionResource;
import zaqar.local.template.MappingResource;
import zaqar.local.template.QueueSource;
import zaqar.local.template.ScheduleSource;
import zaqar.local.template.StreamSource;
import zaqar.local.template.Template;

/**
 * What calls functions besides the gateway: streams, event buses, queues and schedules, of which it
 * starts what the template has.
 */
final class Triggers {
  private final Store store;
  private final Parts parts;
  private final Optional<URI> sqs;
  private final Optional<LateSqs> queues;
  private final Optional<URI> eventBridge;
  private final List<ClockResource> clocks;
  private CompletableFuture<Void> onQueues = CompletableFuture.completedFuture(null);

  private Triggers(
      Store store,
      Parts parts,
      Optional<URI> sqs,
      Optional<LateSqs> queues,
      Optional<URI> eventBridge,
      List<ClockResource> clocks) {
    this.store = store;
    this.parts = parts;
    this.sqs = sqs;
    this.queues = queues;
    this.eventBridge = eventBridge;
    this.clocks = List.copyOf(clocks);
  }

  /** Starts the template's queues and buses; messages are kept beside the tables. */
  static Triggers start(Template template, Store store, Parts parts) {
    Optional<LateSqs> queues = Optional.empty();
    Optional<URI> eventBridge = Optional.empty();
    if (!template.queues().isEmpty()) {
      Optional<Path> messages =
          store.keeps() ? Optional.of(store.folder().sqs()) : Optional.empty();
      queues = Optional.of(parts.add(LateSqs.open(messages, template.queues())));
    }
    Optional<URI> sqs = queues.map(LateSqs::endpoint);
    if (!template.buses().isEmpty()) {
      SqsClient targets = client(sqs, "the rules of an event bus");
      eventBridge =
          Optional.of(
              parts.add(EventBridge.start(template.buses(), template.rules(), targets)).endpoint());
    }
    return new Triggers(store, parts, sqs, queues, eventBridge, template.clocks());
  }

  /** Makes the template's queues, buses and rules in a cloud. */
  static Triggers in(URI cloud, Template template, Store store, Parts parts) {
    try (Cloud resources = Cloud.at(cloud)) {
      resources.make(template.queues(), template.buses(), template.rules());
    }
    Optional<URI> uri = Optional.of(cloud);
    return new Triggers(store, parts, uri, Optional.empty(), uri, template.clocks());
  }

  /** What functions must know to reach them, as environment variables. */
  Map<String, String> endpoints() {
    Map<String, String> endpoints = new HashMap<>();
    sqs.ifPresent(uri -> endpoints.put("AWS_ENDPOINT_URL_SQS", uri.toString()));
    eventBridge.ifPresent(uri -> endpoints.put("AWS_ENDPOINT_URL_EVENTBRIDGE", uri.toString()));
    return endpoints;
  }

  /** Begins to call the functions that have sources; what feeds the others stops first. */
  void call(List<FunctionResource> resources, List<MappingResource> mappings, Functions functions) {
    workOffQueues(resources, functions, parts.add(new Parts()));
    for (FunctionResource resource : resources) {
      for (ScheduleSource source : resource.sources(ScheduleSource.class)) {
        parts.add(Scheduler.start(source, functions.onSchedule(resource)));
      }
    }
    for (FunctionResource resource : resources) {
      for (StreamSource source : resource.sources(StreamSource.class)) {
        follow(source, resource, functions);
      }
    }
    for (MappingResource mapping : mappings) {
      switch (mapping.source()) {
        case StreamSource stream -> follow(stream, named(mapping.function(), resources), functions);
        case QueueSource queue -> throw unknown(mapping);
        case ScheduleSource schedule -> throw unknown(mapping);
      }
    }
  }

  private void workOffQueues(List<FunctionResource> resources, Functions functions, Parts started) {
    List<Runnable> starts = new ArrayList<>();
    for (FunctionResource resource : resources) {
      for (QueueSource source : resource.sources(QueueSource.class)) {
        EventFunction<SQSEvent, SQSBatchResponse> function = functions.onQueue(resource);
        SqsClient client = client(sqs, resource.name());
        starts.add(() -> started.add(QueuePoller.start(source, function, client)));
      }
    }
    for (ClockResource clock : clocks) {
      SqsClient client = started.add(client(sqs, "what goes by the clock"));
      starts.add(() -> started.add(Scheduler.start(clock, client)));
    }
    if (queues.isPresent()) {
      onQueues = queues.get().whenStarted(() -> starts.forEach(Runnable::run));
    } else {
      starts.forEach(Runnable::run);
    }
  }

  /**
   * Returns when queues are worked off too, which begins last, or when all was stopped.
   *
   * @throws CannotStart if they cannot
   */
  void awaitQueues() {
    try {
      onQueues.join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof CancellationException)) {
        throw e.getCause() instanceof CannotStart cause ? cause : e;
      }
    }
  }

  private static CannotStart unknown(MappingResource mapping) {
    return new CannotStart(
        "template.yaml: another stack may follow a stream alone for " + mapping.function());
  }

  private void follow(StreamSource source, FunctionResource resource, Functions functions) {
    Optional<SqsClient> failures =
        source.failures().queue().map(queue -> parts.add(client(sqs, resource.name())));
    EventFunction<DynamodbEvent, StreamsEventResponse> function = functions.onStream(resource);
    if (store.own().isPresent()) {
      parts.add(StreamFollower.start(source, function, store.own().get().store(), failures));
    } else {
      parts.add(
          StreamPoller.start(
              source, function, store.folder().streams(), store.endpoint(), failures));
    }
  }

  private static FunctionResource named(String name, List<FunctionResource> resources) {
    return resources.stream()
        .filter(resource -> resource.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new CannotStart("template.yaml has no function " + name));
  }

  private static SqsClient client(Optional<URI> sqs, String who) {
    return Clients.client(
        SqsClient.builder(),
        sqs.orElseThrow(() -> new CannotStart("template.yaml has no queues for " + who)));
  }
}
