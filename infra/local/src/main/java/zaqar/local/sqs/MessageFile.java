// SPDX-License-Identifier: Apache-2.0
package zaqar.local.sqs;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.elasticmq.persistence.sql.DB;
import org.elasticmq.persistence.sql.MessageRepository;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import scalikejdbc.ConnectionPool;
import zaqar.local.failure.CannotStart;

/**
 * Where ElasticMQ keeps messages. Every change is written before it is answered, so that it
 * survives the process. ElasticMQ has one pool of connections for all of a process, which so can
 * have one file open.
 */
final class MessageFile implements AutoCloseable {
  private static final String WRITE_AT_ONCE = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  private final String uri;
  private final Connection connection;

  private MessageFile(String uri) throws SQLException {
    this.uri = uri;
    connection = DriverManager.getConnection(uri);
  }

  /** Opens it in a folder. */
  static MessageFile open(Path folder) {
    try {
      MessageFile file =
          new MessageFile("jdbc:h2:file:" + folder.resolve("messages") + WRITE_AT_ONCE);
      ConnectionPool.singleton(
          file.uri,
          "",
          "",
          ConnectionPool.singleton$default$4(),
          ConnectionPool.DEFAULT_CONNECTION_POOL_FACTORY());
      return file;
    } catch (SQLException e) {
      throw new CannotStart("cannot open the messages of SQS: " + e.getMessage(), e);
    }
  }

  /** The messages of a queue. */
  MessageRepository messages(String queue) {
    return new MessageRepository(
        queue, new DB(new SqlQueuePersistenceConfig(true, "org.h2.Driver", uri, "", "", false)));
  }

  @Override
  public void close() {
    ConnectionPool.closeAll();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close the messages of SQS", e);
    }
  }
}
