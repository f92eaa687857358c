package zaqar.local.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import zaqar.local.Checkout;

/** What is deployed, run as Lambda runs it. */
class PackageIT {
  private static final Deployed DEPLOYED = Deployed.all();

  @AfterAll
  static void stop() {
    DEPLOYED.close();
  }

  @Test
  void sampleEvent_isAnswered() throws IOException {
    for (String function : DEPLOYED.environments().keySet()) {
      Path event = Checkout.current().root().resolve("events/" + function + ".json");
      Outcome outcome = DEPLOYED.of(function).invoke(Files.readAllBytes(event));
      assertThat(outcome).isInstanceOf(Outcome.Answer.class);
    }
  }
}
