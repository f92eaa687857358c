package zaqar.local;

import java.util.Map;

/**
 * What one runtime is asked to be.
 *
 * @param port where it listens; 0 for any free port
 * @param parameters values for the template's parameters, by name
 */
public record Options(
    Checkout checkout, int port, Storage storage, Map<String, String> parameters) {
  /** Keeps a copy. */
  public Options {
    parameters = Map.copyOf(parameters);
  }

  /** This checkout's template, on any free port, on {@code storage}. */
  public static Options on(Storage storage) {
    return new Options(Checkout.current(), 0, storage, Map.of());
  }

  /** The same on another port. */
  public Options withPort(int other) {
    return new Options(checkout, other, storage, parameters);
  }

  /** The same with these values for the template's parameters. */
  public Options withParameters(Map<String, String> others) {
    return new Options(checkout, port, storage, others);
  }
}
