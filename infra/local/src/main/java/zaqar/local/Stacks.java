// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import zaqar.local.failure.CannotStart;
import zaqar.local.kms.Kms;
import zaqar.local.template.MappingResource;
import zaqar.local.template.TableResource;
import zaqar.local.template.Template;

/**
 * The templates that a runtime is made of, each with its parameters filled in.
 *
 * @param service all of the cloud
 * @param pools what each pool adds to it
 */
record Stacks(Template service, List<Template> pools) {
  /** One process that alone serves the queues needs no allowance for clocks (design 4.4). */
  private static final Map<String, String> OWN_PARAMETERS =
      Map.of(
          "AuthMode", "none",
          "OpenToEveryone", "true",
          "AllowHttp", "true",
          "AllowLoopback", "true",
          "MailFrom", "zaqar@localhost",
          "LongPollSeconds", "20",
          "ClockToleranceMilliseconds", "0",
          "WriteDeadlineMilliseconds", "2000");

  Stacks {
    pools = List.copyOf(pools);
  }

  /**
   * Reads them.
   *
   * @throws zaqar.local.failure.CannotStart if one is not as it must be, or lacks what is imported
   */
  static Stacks read(Options options) {
    Template service =
        Template.read(options.checkout().template(), ownParameters(options), options.parameters());
    if (!service.broken().isEmpty()) {
      throw new CannotStart(String.join("; ", service.broken()));
    }
    Map<String, String> exports = service.exports();
    return new Stacks(
        service, options.pools().stream().map(name -> pool(options, name, exports)).toList());
  }

  private static Template pool(Options options, String name, Map<String, String> exports) {
    return Template.read(
        options.checkout().poolTemplate(),
        Map.of(),
        Map.of("Service", Template.STACK_NAME, "Name", name),
        exports);
  }

  /** What is encrypted needs a key that is kept as long as the data, which are here or nowhere. */
  private static Map<String, String> ownParameters(Options options) {
    Map<String, String> parameters = new HashMap<>(OWN_PARAMETERS);
    if (options.storage() instanceof Storage.OnDisk
        || options.storage() instanceof Storage.InMemory) {
      parameters.put("EncryptionKeyArn", Kms.KEY);
    }
    if (!options.pools().isEmpty()) {
      parameters.put("AdminMode", "true");
    }
    return parameters;
  }

  /** The tables of all. */
  List<TableResource> tables() {
    return all().flatMap(template -> template.tables().stream()).toList();
  }

  /** The mappings of all. */
  List<MappingResource> mappings() {
    return all().flatMap(template -> template.mappings().stream()).toList();
  }

  /** Where the pools are, as operators register them. */
  List<String> poolUris() {
    return pools.stream().map(pool -> pool.output("Uri")).toList();
  }

  private Stream<Template> all() {
    return Stream.concat(Stream.of(service), pools.stream());
  }
}
