package zaqar.names;

/**
 * A project, as OpenStack names it: any characters, never empty. Its length is limited on routes
 * that name a queue.
 */
public record ProjectId(String value) {
  public ProjectId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a project id is never empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
