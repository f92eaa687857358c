// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import zaqar.local.ses.SmtpServer;

/**
 * What one runtime is asked to be.
 *
 * @param port where it listens; 0 for any free port
 * @param parameters values for the template's parameters, by name
 * @param smtp what takes mail; without it mails are files in the data folder
 * @param pools the names of pools that there are tables for, beside the service's own
 */
public record Options(
    Checkout checkout,
    int port,
    Storage storage,
    Map<String, String> parameters,
    Optional<SmtpServer> smtp,
    List<String> pools) {
  /** Keeps copies, and each pool once. */
  public Options {
    parameters = Map.copyOf(parameters);
    pools = pools.stream().distinct().toList();
  }

  /** This checkout's template, on any free port, on {@code storage}. */
  public static Options on(Storage storage) {
    return new Options(Checkout.current(), 0, storage, Map.of(), Optional.empty(), List.of());
  }

  /** The same in another checkout. */
  public Options withCheckout(Checkout other) {
    return new Options(other, port, storage, parameters, smtp, pools);
  }

  /** The same on another port. */
  public Options withPort(int other) {
    return new Options(checkout, other, storage, parameters, smtp, pools);
  }

  /** The same with these values for the template's parameters. */
  public Options withParameters(Map<String, String> others) {
    return new Options(checkout, port, storage, others, smtp, pools);
  }

  /** The same with mail, which goes to {@code server}. */
  public Options withSmtp(SmtpServer server) {
    return new Options(checkout, port, storage, parameters, Optional.of(server), pools);
  }

  /** The same with tables for these pools. */
  public Options withPools(List<String> names) {
    return new Options(checkout, port, storage, parameters, smtp, names);
  }
}
