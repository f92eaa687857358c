// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import zaqar.local.Checkout;

/** What stands in the way of a first deployment, or of a later one, where nobody can try it out. */
class DeploymentTest {
  private static final Path ROOT = Checkout.current().root();
  private static final Section SERVICE = TemplateYaml.read(Checkout.current().template());
  private static final Section RESOURCES = SERVICE.section("Resources");
  private static final Section DEPLOYER =
      TemplateYaml.read(ROOT.resolve("infra/deployer-boundary.yaml")).section("Resources");

  private static Section properties(String resource) {
    return RESOURCES.section(resource).section("Properties");
  }

  private static Template template(Map<String, String> parameters) {
    return Template.read(Checkout.current().template(), Map.of("AuthMode", "none"), parameters);
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** All other groups share one policy of 5,120 characters in an account. */
  @Test
  void accessLog_isInAGroupThatNeedsNoPolicyOfTheAccount() {
    assertThat(((Intrinsic) properties("ApiLogs").values().get("LogGroupName")).word())
        .startsWith("/aws/vendedlogs/");
  }

  @Test
  void dashboards_ofTwoRegionsHaveTwoNames() {
    Section watch =
        TemplateYaml.read(ROOT.resolve("infra/watch/template.yaml")).section("Resources");
    Section dashboard = watch.section("Dashboard").section("Properties");

    assertThat(((Intrinsic) dashboard.values().get("DashboardName")).argument().toString())
        .contains("${AWS::Region}");
  }

  /** Ten steps of ten minutes, or one of thirty. */
  @Test
  void deployment_isWaitedForLongerThanTheSlowestTakes() throws IOException {
    long slowest =
        SERVICE
            .section("Parameters")
            .section("DeploymentPreference")
            .texts("AllowedValues")
            .stream()
            .map(
                Pattern.compile("(Linear10Percent|Canary10Percent)(Every)?(\\d+)Minutes?")::matcher)
            .filter(Matcher::matches)
            .mapToLong(kind -> Long.parseLong(kind.group(3)) * (kind.group(2) == null ? 1 : 10))
            .max()
            .orElseThrow();
    List<Long> waits =
        Pattern.compile("(?m)^max_wait_duration = (\\d+)$")
            .matcher(text("infra/samconfig.toml"))
            .results()
            .map(found -> Long.valueOf(found.group(1)))
            .toList();

    assertThat(waits).hasSize(2).allSatisfy(wait -> assertThat(wait).isGreaterThan(slowest));
  }

  /** Who follows README must not look for his stack where his shell happens to be at home. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/deploy.md", "infra/operating.md", "infra/catalog.md"})
  void commands_areForTheRegionThatIsDeployedTo(String page) throws IOException {
    Matcher regions =
        Pattern.compile("(?m)^region = \"(.+)\"$").matcher(text("infra/samconfig.toml"));
    List<String> deployed = regions.results().map(found -> found.group(1)).distinct().toList();

    assertThat(deployed).hasSize(1);
    assertThat(text(page)).contains("export AWS_REGION=" + deployed.getFirst());
  }

  /** SAM gives a function with such an event a policy of AWS's for all streams or all queues. */
  @Test
  void functions_haveNoEventsForWhichSamAddsAPolicy() {
    List<String> kinds = new ArrayList<>();
    for (String name : RESOURCES.keys()) {
      Section events = properties(name).section("Events");
      events.keys().forEach(event -> kinds.add(events.section(event).text("Type")));
    }

    assertThat(kinds).isNotEmpty().containsOnly("HttpApi", "Schedule");
  }

  @Test
  void delivery_readsItsOwnQueuesAlone() {
    List<Statement> statements =
        template(Map.of()).functions().stream()
            .filter(function -> function.name().equals("DeliveryFunction"))
            .flatMap(function -> function.statements().stream())
            .filter(statement -> statement.actions().contains("sqs:ReceiveMessage"))
            .toList();

    assertThat(statements)
        .singleElement()
        .satisfies(
            statement ->
                assertThat(statement.resources())
                    .extracting(Arn::queue)
                    .containsExactly("DeliveryQueue", "SlowDeliveryQueue"));
  }

  /**
   * More than is reserved would be throttled; a limit without need has Lambda poll all the time.
   */
  @Test
  void deliveries_shareWhatIsReservedForThem() {
    for (String reserved :
        SERVICE.section("Parameters").section("DeliveryConcurrency").texts("AllowedValues")) {
      int sum =
          template(Map.of("DeliveryConcurrency", reserved)).functions().stream()
              .flatMap(function -> function.sources(QueueSource.class).stream())
              .filter(source -> !reserved.equals("0"))
              .mapToInt(QueueSource::concurrency)
              .sum();

      assertThat(sum).as(reserved).isEqualTo(Integer.parseInt(reserved));
    }
    for (String mapping : List.of("DueDeliveries", "SlowDeliveries")) {
      assertThat(((Intrinsic) properties(mapping).values().get("ScalingConfig")).list(3).getFirst())
          .isEqualTo("ReserveDeliveries");
    }
  }

  /**
   * CloudFormation asks for the first when it deletes a policy; SAM's templates need the second.
   */
  @Test
  void deployer_mayDoWhatSamAndCloudFormationAsk() {
    assertThat(actions("DeployRole")).contains("iam:ListEntitiesForPolicy");
    for (String who : List.of("DeployRole", "Deployer")) {
      assertThat(
              statements(who)
                  .filter(
                      statement ->
                          String.valueOf(statement.values().get("Resource"))
                              .contains(":aws:transform/Serverless-2016-10-31"))
                  .flatMap(statement -> statement.texts("Action").stream()))
          .as(who)
          .containsExactly("cloudformation:CreateChangeSet");
    }
    assertThat(actions("Deployer"))
        .contains(
            "iam:PassRole", "cloudformation:GetTemplateSummary", "cloudformation:ExecuteChangeSet");
  }

  /** An HTTP API has no fence of its own: what is open is open to the world. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AuthMode=none | say OpenToEveryone=true if you mean it",
        "AuthMode=none OpenToEveryone=false | say OpenToEveryone=true if you mean it",
        "AuthMode=keys | needs ApiKeysSecret, or ApiKeys",
        "AuthMode=keystone KeystonePassword=p | needs KeystoneUrl",
        "AuthMode=keystone KeystoneUrl=https://k | needs KeystonePasswordSecret",
        "AuthMode=jwt JwtIssuer=i JwtKeys=k | needs JwtIssuer and JwtAudience",
        "AuthMode=jwt JwtIssuer=i JwtAudience=a | needs JwtJwksUrl or JwtKeys",
        "AuthMode=keys ApiKeys={} SubnetIds=subnet-1 | SubnetIds needs SecurityGroupIds",
      })
  void parameters_thatLetNobodyOrEverybodyInAreRefused(String given, String reason) {
    assertThat(withOnly(given).broken()).singleElement().asString().contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AuthMode=none OpenToEveryone=true",
        "AuthMode=keys ApiKeys={}",
        "AuthMode=keys ApiKeysSecret=s",
        "AuthMode=keystone KeystoneUrl=https://k KeystonePasswordSecret=s",
        "AuthMode=jwt JwtIssuer=i JwtAudience=a JwtKeys=k"
      })
  void parameters_thatLetSomebodyInAreTaken(String given) {
    assertThat(withOnly(given).broken()).isEmpty();
  }

  /** Nothing of it is there without; with it, the whole name leads to the stage. */
  @Test
  void domain_isThereWhereItIsNamed() {
    String own = "AuthMode=none OpenToEveryone=true";

    assertThat(withOnly(own + " DomainName=a.example.com").broken())
        .singleElement()
        .isEqualTo("DomainName needs CertificateArn");
    for (String part : List.of("Domain", "DomainMapping")) {
      assertThat(RESOURCES.section(part).text("Condition")).isEqualTo("HaveName");
    }
    assertThat(RESOURCES.section("DomainRecord").text("Condition")).isEqualTo("LeadName");
    assertThat(properties("DomainMapping").keys())
        .containsExactlyInAnyOrder("ApiId", "DomainName", "Stage");
  }

  /** What a month costs is told where people read it. */
  @Test
  void alarms_costWhatIsSaid() throws IOException {
    Section watch =
        TemplateYaml.read(ROOT.resolve("infra/watch/template.yaml")).section("Resources");
    long metrics = 0;
    for (String name : watch.keys()) {
      if (watch.section(name).text("Type").equals("AWS::CloudWatch::Alarm")) {
        Section alarm = watch.section(name).section("Properties");
        metrics +=
            alarm.keys().contains("MetricName")
                ? 1
                : alarm.sections("Metrics").stream()
                    .filter(metric -> metric.keys().contains("MetricStat"))
                    .count();
      }
    }
    String dollars = "%d.%02d".formatted(metrics / 10, metrics % 10 * 10);

    assertThat(SERVICE.section("Parameters").section("Alarms").text("Description"))
        .contains("$" + dollars);
    assertThat(text("README.md")).contains("$" + dollars + " more with alarms");
    assertThat(text("docs/costs.md")).contains(metrics + " metrics at $0.10 | " + dollars);
  }

  /** SAM ends a value at a blank, unless it is in quotes of its own, and passes on what it has. */
  @Test
  void environments_haveParametersThatTheTemplateTakesAsSamReadsThem() throws IOException {
    Pattern line = Pattern.compile("(?m)^  \"(\\w+)=(?:'(.*)'|([^ \n]*)( .*)?)\",$");
    Map<String, String> read = new HashMap<>(Map.of("AuthMode", "none"));
    line.matcher(text("infra/samconfig.toml"))
        .results()
        .forEach(
            parameter -> {
              read.put(
                  parameter.group(1),
                  parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
            });

    assertThat(read).containsKeys("HealthCheckSchedule", "DeploymentPreference", "AlarmTopic");
    Template.read(Checkout.current().template(), Map.of(), read);
  }

  @Test
  void environments_areNotOpenToTheWorld() throws IOException {
    assertThat(text("infra/samconfig.toml"))
        .contains("\"AuthMode=keys\"")
        .doesNotContain("AuthMode=none", "OpenToEveryone=true");
  }

  private static Template withOnly(String parameters) {
    Map<String, String> byName = new HashMap<>();
    for (String each : parameters.split(" ", -1)) {
      byName.put(each.split("=", 2)[0], each.split("=", 2)[1]);
    }
    return Template.read(Checkout.current().template(), Map.of(), byName);
  }

  private static List<String> actions(String who) {
    return statements(who)
        .filter(statement -> statement.text("Effect").equals("Allow"))
        .flatMap(statement -> statement.texts("Action").stream())
        .toList();
  }

  private static Stream<Section> statements(String who) {
    Section properties = DEPLOYER.section(who).section("Properties");
    Section document =
        properties.keys().contains("PolicyDocument")
            ? properties.section("PolicyDocument")
            : properties.sections("Policies").getFirst().section("PolicyDocument");
    // What is there on a condition alone is none that SAM always asks for.
    return document.list("Statement").stream()
        .filter(Map.class::isInstance)
        .map(statement -> Section.of(who, statement));
  }
}
