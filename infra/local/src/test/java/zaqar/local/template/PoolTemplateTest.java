// SPDX-License-Identifier: Apache-2.0
package zaqar.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import zaqar.local.failure.CannotStart;

/** What the templates of a pool, of restored tables and of the service must have in common. */
class PoolTemplateTest {
  private static final Path ROOT = Path.of(System.getProperty("zaqar.root"));
  private static final Path SERVICE = ROOT.resolve("template.yaml");
  private static final Path POOL = ROOT.resolve("infra/pool/template.yaml");

  private static final Path RESTORE = ROOT.resolve("infra/restore/template.yaml");

  private final Template service = Template.read(SERVICE, Map.of("AuthMode", "none"), Map.of());

  @Test
  void table_isMadeLikeTheServices() {
    Section pools = TemplateYaml.read(POOL).section("Resources").section("MessageTable");
    Section services = TemplateYaml.read(SERVICE).section("Resources").section("MessageTable");

    assertThat(pools.section("Properties").without("TableName").values())
        .isEqualTo(services.section("Properties").values());
    assertThat(pools.without("Properties").values())
        .isEqualTo(services.without("Properties").values());
    assertThat(pool("a", service.exports()).tables())
        .extracting(TableResource::name)
        .containsExactly("zaqar-pool-a");
  }

  @Test
  void restoredTables_areTheServicesWithoutWhatIsNotRestored() {
    Section restored = TemplateYaml.read(RESTORE).section("Resources");
    Section services = TemplateYaml.read(SERVICE).section("Resources");

    assertThat(restored.keys()).containsExactlyInAnyOrder("ControlTable", "MessageTable");
    for (String table : restored.keys()) {
      assertThat(services.section(table).section("Properties").values())
          .containsAllEntriesOf(restored.section(table).section("Properties").values());
      assertThat(restored.section(table).without("Properties").values())
          .isEqualTo(services.section(table).without("Properties").values());
    }
  }

  @Test
  void stream_isFollowedLikeTheServices() {
    StreamSource own =
        service.functions().stream()
            .flatMap(function -> function.sources(StreamSource.class).stream())
            .findFirst()
            .orElseThrow();

    assertThat(pool("a", service.exports()).mappings())
        .singleElement()
        .satisfies(
            mapping -> {
              assertThat(mapping.function()).isEqualTo("StreamFunction");
              assertThat(mapping.source())
                  .isInstanceOf(StreamSource.class)
                  .hasFieldOrPropertyWithValue("table", "zaqar-pool-a")
                  .usingRecursiveComparison()
                  .ignoringFields("table")
                  .isEqualTo(own);
            });
  }

  @Test
  void uri_isWhatOperatorsRegister() {
    assertThat(pool("a", service.exports()).output("Uri")).isEqualTo("dynamodb://zaqar-pool-a");
  }

  @Test
  void imports_mustBeExported() {
    assertThatThrownBy(() -> pool("a", Map.of()).mappings())
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("zaqar-StreamFunctionName is exported by no stack");
  }

  @Test
  void name_isWhatAPoolMayBeCalled() {
    assertThatThrownBy(() -> pool("a/b", service.exports()))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("Name must be of the form");
  }

  @Test
  void policies_thatReachTheMessageTableReachThoseOfPools() {
    Section resources = TemplateYaml.read(SERVICE).section("Resources");
    List<List<?>> onMessages =
        resources.keys().stream()
            .map(name -> resources.section(name).section("Properties"))
            .flatMap(PoolTemplateTest::policies)
            .flatMap(policy -> policy.list("Statement").stream())
            .<List<?>>map(PoolTemplateTest::resources)
            .filter(list -> list.contains(new Intrinsic("GetAtt", "MessageTable.Arn")))
            .toList();

    assertThat(onMessages)
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(list -> assertThat(patterns(list)).contains("-pool-"));
  }

  /** The policies of a function, and one that several functions share. */
  private static Stream<Section> policies(Section properties) {
    return Stream.concat(
        properties.list("Policies").stream()
            .filter(Map.class::isInstance)
            .map(policy -> Section.of("policy", policy)),
        Stream.of(properties.section("PolicyDocument")));
  }

  /** What a statement is about; nothing if it is only there on a condition. */
  private static List<?> resources(Object statement) {
    Object resource = statement instanceof Map<?, ?> plain ? plain.get("Resource") : List.of();
    return resource instanceof List<?> list ? list : List.of(resource);
  }

  /** What follows the stack's name in tables that a policy allows. */
  private static Stream<String> patterns(List<?> resources) {
    String before = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/";
    return resources.stream()
        .filter(Intrinsic.class::isInstance)
        .map(each -> String.valueOf(((Intrinsic) each).argument()))
        .filter(argument -> argument.startsWith(before + "${AWS::StackName}"))
        .map(argument -> argument.substring((before + "${AWS::StackName}").length()))
        .map(pattern -> pattern.replace("*", ""));
  }

  private static Template pool(String name, Map<String, String> exports) {
    return Template.read(POOL, Map.of(), Map.of("Service", "zaqar", "Name", name), exports);
  }
}
