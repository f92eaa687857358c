// SPDX-License-Identifier: Apache-2.0
package zaqar.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zaqar.local.Checkout;
import zaqar.local.HealthChecks;
import zaqar.local.LocalRuntime;
import zaqar.local.Options;
import zaqar.local.Storage;
import zaqar.local.iam.Witness;
import zaqar.local.iam.Witness.Deed;
import zaqar.local.kms.Kms;
import zaqar.local.ses.SmtpServer;
import zaqar.local.template.Template;

/**
 * The policies of the template allow what functions do, and nothing else: each function does all
 * that it can, once in the service's own table and once in a pool. Each has caches of its own
 * meanwhile, as on Lambda.
 */
@Timeout(300)
class PolicyIT {
  /**
   * What Lambda does in a function's name: it follows streams and queues, and tells of failures.
   */
  private static final Set<String> OF_LAMBDA =
      Set.of(
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes");

  private static final String UNANNOUNCED = ":UnannouncedQueue";

  private final Set<Deed> deeds = new HashSet<>();

  @Test
  void policies_allowWhatFunctionsDoAndNothingElse() throws Exception {
    Witness.begin();
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try {
      for (String pool : List.of("default", "a")) {
        doEverything(pool, new SmtpServer("127.0.0.1", mail.getSmtp().getPort()));
      }
    } finally {
      mail.stop();
    }

    assertThat(Witness.refused()).as("needed and not allowed").isEmpty();
    assertThat(unused()).as("allowed and not needed").isEmpty();
  }

  private void doEverything(String pool, SmtpServer smtp) throws Exception {
    Options options =
        Options.on(new Storage.InMemory())
            .withParameters(parameters(pool))
            .withPools(List.of("a", "b"))
            .withSmtp(smtp);
    try (LocalRuntime runtime = LocalRuntime.start(options);
        Receivers receivers = Receivers.start()) {
      Deeds done = new Deeds(runtime);
      MessageTables store = new MessageTables(runtime.dynamoDbEndpoint());
      boolean isDefault = pool.equals("default");
      String table = isDefault ? "MessageTable" : "zaqar-pool-" + pool;
      Errands errands = new Errands(new Zaqar(runtime.baseUri()), done, receivers, store, table);
      errands.operate(pool);
      errands.keepQueues();
      errands.exchangeMessages();
      Claim claim = errands.claim();
      errands.subscribe();
      errands.waitLong();
      errands.giveUp();
      errands.answerSlowly();
      if (isDefault) {
        errands.encryptLetters();
      } else {
        errands.encryptMessages();
      }
      errands.renew(claim);
      store.drop("zaqar-pool-b");
      HealthChecks.look(runtime, options);
      deeds.addAll(done.all());
    }
  }

  private static Map<String, String> parameters(String pool) {
    return Map.of(
        "ClockToleranceMilliseconds", "500",
        "WriteDeadlineMilliseconds", "3000",
        "MinMessageTtl", "1",
        "MinClaimTtl", "1",
        "DeleteWithClaimId", String.valueOf(pool.equals("a")));
  }

  private List<Grant> unused() {
    Map<String, String> everything =
        Map.of(
            "AuthMode", "none",
            "MailFrom", "zaqar@localhost",
            "EncryptionKeyArn", Kms.KEY);
    return Template.read(Checkout.current().template(), everything, Map.of()).functions().stream()
        .flatMap(Grant::of)
        .filter(grant -> !OF_LAMBDA.contains(grant.action()))
        .filter(grant -> !grant.resource().endsWith(UNANNOUNCED))
        .filter(grant -> !grant.isUsed(deeds))
        .toList();
  }
}
