// SPDX-License-Identifier: Apache-2.0
package zaqar.local;

import java.nio.file.Path;
import zaqar.local.failure.CannotStart;

/**
 * The files of the project that the runtime reads.
 *
 * @param root the folder of {@code template.yaml}
 */
public record Checkout(Path root) {
  /** The system property that names the folder. */
  public static final String PROPERTY = "zaqar.root";

  /** The checkout this process was started for. */
  public static Checkout current() {
    String root = System.getProperty(PROPERTY);
    if (root == null) {
      throw new CannotStart("start this with infra/local/run");
    }
    return new Checkout(Path.of(root).toAbsolutePath().normalize());
  }

  /** All of the cloud. */
  public Path template() {
    return root.resolve("template.yaml");
  }

  /** What a pool adds to the cloud. */
  public Path poolTemplate() {
    return root.resolve("infra/pool/template.yaml");
  }

  /** Where data goes unless a user says otherwise. */
  public Path data() {
    return root.resolve(".zaqar");
  }
}
