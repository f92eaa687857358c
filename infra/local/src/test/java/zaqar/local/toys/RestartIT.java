// SPDX-License-Identifier: Apache-2.0
package zaqar.local.toys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import zaqar.local.Checkout;
import zaqar.local.ChildRuntime;
import zaqar.local.Storage;
import zaqar.local.aws.Clients;

@Timeout(180)
class RestartIT {
  @TempDir Path folder;

  private Path root;

  @BeforeEach
  void checkout() throws Exception {
    root = Toys.checkout(folder.resolve("root"));
  }

  @Test
  void stop_keepsWhatIsUnderWay() throws Exception {
    List<String> ids = ids(50);
    try (Toys toys = Toys.start(root, new Storage.OnDisk(data()))) {
      ids.forEach(id -> toys.write(id, "delayed"));
      toys.write("now", "hello");
      toys.awaitReceived(List.of("now"));
    }
    try (Toys toys = Toys.start(root, new Storage.OnDisk(data()))) {
      toys.awaitReceived(ids);
      assertThat(Announcer.SEEN).containsOnlyOnce("now");
    }
  }

  @Test
  void kill9_losesNothing() throws Exception {
    List<String> ids = ids(300);
    int written = 0;
    for (int life = 0; life < 3; life++) {
      try (ChildRuntime child = child(life);
          DynamoDbClient tables =
              Clients.client(DynamoDbClient.builder(), store(child.awaitListening()))) {
        for (int i = 0; i < 100; i++) {
          Toys.write(new Machine(tables, null, null), ids.get(written++), text(i));
        }
        Thread.sleep(life * 150L);
        child.kill();
      }
    }
    try (Toys toys = Toys.start(root, new Storage.OnDisk(data()))) {
      toys.awaitReceived(ids);
    }
  }

  private static String text(int i) {
    return i % 3 == 0 ? "delayed" : "hello";
  }

  private ChildRuntime child(int life) throws Exception {
    return new ChildRuntime(
        folder.resolve("output-" + life),
        Toys.class,
        List.of("-D" + Checkout.PROPERTY + "=" + root),
        List.of(data().toString()));
  }

  private static URI store(ChildRuntime child) throws Exception {
    return URI.create(child.output().split("listens on ", 2)[1].split(" ")[1]);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj("note-%03d"::formatted).toList();
  }
}
