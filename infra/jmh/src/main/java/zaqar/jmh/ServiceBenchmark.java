// SPDX-License-Identifier: Apache-2.0
package zaqar.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Requests as Lambda hands them to the functions: bytes of an event in, bytes of an answer out.
 * What JMH prints as the time of a request includes the store; {@code own} beside it is the
 * processor's time without it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 2)
public class ServiceBenchmark {
  private static final int TEN = 10;

  /** The functions, a queue to work on, one whose ten messages stay, and one without any. */
  @State(Scope.Benchmark)
  public static class Running {
    private final Functions functions = new Functions();
    private final Event postOne = Functions.post("work", 1);
    private final Event postTen = Functions.post("work", TEN);
    private final byte[] postOneBytes = postOne.bytes();
    private final byte[] postTenBytes = postTen.bytes();
    private final byte[] list =
        Event.of("MessagesFunction", "list-messages.json", "kept").query("echo", "true").bytes();
    private final byte[] claim =
        Event.of("ClaimsFunction", "create-claim.json", "work").query("limit", "10").bytes();
    private final byte[] claimNothing =
        Event.of("ClaimsFunction", "create-claim.json", "nothing").bytes();
    private byte[] get = new byte[0];

    /** Fills the queue whose messages stay. */
    @Setup
    public void fill() throws IOException {
      String id =
          posted(functions.sendPatiently(functions.messages(), Functions.post("kept", TEN)));
      get =
          Event.of("MessagesFunction", "show-message.json", "kept").with("message_id", id).bytes();
    }

    /** Ends the store. */
    @TearDown
    public void stop() {
      functions.close();
    }

    private static String posted(JsonNode answer) {
      String path = answer.path("resources").path(0).asText();
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /**
   * Ten messages for each claim, which are deleted after it. The first claims, which load classes,
   * may run out of time and take fewer; what they leave is there for the next ones.
   */
  @State(Scope.Benchmark)
  public static class TenMessages {
    private final Event delete = Event.of("MessagesFunction", "delete-messages.json", "work");

    /** Posts them. */
    @Setup(Level.Invocation)
    public void post(Running running) throws IOException {
      running.functions.send(running.functions.messages(), running.postTen);
    }

    /** Deletes what was claimed last. */
    @TearDown(Level.Invocation)
    public void delete(Running running) throws IOException {
      JsonNode claimed = running.functions.answered().path("messages");
      List<String> ids = claimed.findValuesAsText("id");
      String claim = claimed.path(0).path("href").asText().split("claim_id=", 2)[1];
      running.functions.send(
          running.functions.messages(),
          delete.query("ids", String.join(",", ids)).query("claim_ids", claim));
    }
  }

  /** A message for each delete. */
  @State(Scope.Benchmark)
  public static class OneMessage {
    private final Event event = Event.of("MessagesFunction", "delete-message.json", "work");
    private byte[] delete = new byte[0];

    /** Posts it. */
    @Setup(Level.Invocation)
    public void post(Running running) throws IOException {
      JsonNode answer = running.functions.send(running.functions.messages(), running.postOne);
      delete = event.with("message_id", Running.posted(answer)).bytes();
    }
  }

  /** Posts one message of 200 characters. */
  @Benchmark
  public int post1(Running running) throws IOException {
    return running.functions.measure(running.functions.messages(), running.postOneBytes);
  }

  /** Posts ten messages. */
  @Benchmark
  public int post10(Running running) throws IOException {
    return running.functions.measure(running.functions.messages(), running.postTenBytes);
  }

  /** Gets a message by its id. */
  @Benchmark
  public int get(Running running) throws IOException {
    return running.functions.measure(running.functions.messages(), running.get);
  }

  /** Lists ten messages. */
  @Benchmark
  public int list10(Running running) throws IOException {
    return running.functions.measure(running.functions.messages(), running.list);
  }

  /** Claims ten messages. */
  @Benchmark
  public int claim10(Running running, TenMessages ten) throws IOException {
    return running.functions.measure(running.functions.claims(), running.claim);
  }

  /** Claims where there is nothing. */
  @Benchmark
  public int claimNothing(Running running) throws IOException {
    return running.functions.measure(running.functions.claims(), running.claimNothing);
  }

  /** Deletes a message by its id. */
  @Benchmark
  public int delete(Running running, OneMessage one) throws IOException {
    return running.functions.measure(running.functions.messages(), one.delete);
  }
}
