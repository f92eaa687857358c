// SPDX-License-Identifier: Apache-2.0
package zaqar.dynamodb;

import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import zaqar.names.ProjectId;
import zaqar.names.QueueKey;
import zaqar.names.Sha256;
import zaqar.names.SubscriptionId;

/**
 * The control table: which queues there are, and the state of each. Read with strong consistency
 * always.
 *
 * <pre>
 * queue, as listed   pk queues/PROJECT   sk NAME    exists while the queue exists
 *   metadata  S  JSON object as the client set it
 *   version   N  random at first, one more with every change
 *
 * queue state        pk state/HASH       sk state   outlives the queue as long as a message of it can live
 *   listed    BOOL  whether the queue exists
 *   reserved  S     the reserved part of the metadata, as JSON
 *   shards    N     how many shards hold its messages; never lowered
 *   grown     N     epoch milliseconds; when that number was raised last
 *   since     B     older ids are not part of the queue any more
 *   life      N     the version that the listed queue began with; absent while it does not exist
 *   pool_name S     the pool that it was put into last; the default one if absent
 *   message_table S the table of that pool
 *   expires   N     epoch seconds; only while the queue does not exist
 *   longest   N     seconds that a message may live after the time in its id, at most; only raised
 *
 * cursor of a shard  pk state/HASH       sk state/cursor/SHARD   nothing before it is available, but for rechecks
 *   head      B     where the search for available messages begins; only raised
 *   delayed   N     epoch milliseconds; until then some of what lies before may be delayed
 *   expires   N     epoch seconds; later than any message before it can live
 *
 * recheck            pk state/HASH       sk state/recheck/MILLISECOND/RANDOM   exists until somebody has looked
 *   shard     N
 *   from, to  B     the first and last id of the range
 *   expires   N     as above
 *
 * subscription       pk subscriptions/HASH   sk id/ID
 *   project   S
 *   queue     S
 *   subscriber S     where to tell what is posted
 *   ttl       N      seconds
 *   created   N      epoch milliseconds
 *   ends      N      epoch milliseconds
 *   options   S      JSON object as the client set it
 *   secret    S      what its webhooks are signed with
 *   previous_secret       S   the one before; only after a rotation
 *   previous_secret_until N   epoch milliseconds; until then both sign
 *   consent   S      what the subscriber says to it
 *   answer_by N      epoch seconds; until then it can answer. Later with each asking, which it names
 *   slow      N      epoch milliseconds; until then it is told by a way of its own
 *   delivery  S      what became of its deliveries lately, as JSON; absent while nothing is known
 *   version   N      one more with every change
 *   expires   N      epoch seconds, after the end
 *
 * its subscriber     pk subscriptions/HASH   sk to/SHA-256 OF SUBSCRIBER   no queue has one twice
 *   subscription S   its id
 *   ends, expires    as above
 *
 * asked receiver     pk asked/SHA-256 OF RECEIVER   sk asked   nobody else asks it before the end
 *   asking    S      which one it was asked by
 *   tries     N      how often it was sent
 *   ends, expires    as above
 *
 * pool               pk pools            sk NAME
 *   weight    N      how often it is chosen for new queues
 *   uri       S      where its table is
 *   flavor    S      only if it belongs to one
 *   options   S      JSON object as the client set it
 *   closing   BOOL   only while no queue may be put into it any more
 *   version   N      one more with every change
 *
 * its table          pk tables           sk TABLE   no two pools have the same
 *   pool      S      the pool's name
 *
 * a queue in a pool  pk pool/NAME        sk HASH    exists while the pool may hold something of it
 *
 * flavor             pk flavors/PROJECT  sk NAME    its members are the pools that name it
 *
 * who has a flavor   pk flavor/NAME      sk PROJECT
 *
 * unhealthy pool     pk unhealthy        sk NAME    exists from a check that found it so to one that did not
 *
 * measured queue     pk measured         sk HASH    exists while its metadata may ask for metrics
 *   project   S
 *   queue     S
 *   asked     N      epoch milliseconds; when that was last set
 *
 * scheduled delivery pk scheduled/SHARD  sk MILLISECOND/SHA-256 OF TASK   exists until SQS has it
 *   task      B      deflated; the entry of the delivery queue
 *   slow      BOOL   only if it goes by the queue of those whose receivers answer slowly
 *   group     S      whose it is, as SQS knows that
 *   expires   N      epoch seconds; long after it is due
 *
 * data key           pk data-keys        sk TIME    when its period began; never deleted
 *   wrapped   B      the key, as the master key wrapped it
 * </pre>
 */
public final class ControlTable {
  public static final String METADATA = "metadata";
  public static final String VERSION = "version";
  public static final String LISTED = "listed";
  public static final String RESERVED = "reserved";
  public static final String SHARDS = "shards";
  public static final String GROWN = "grown";
  public static final String SINCE = "since";
  public static final String LIFE = "life";
  public static final String EXPIRES = "expires";
  public static final String LONGEST = "longest";
  public static final String HEAD = "head";
  public static final String DELAYED = "delayed";
  public static final String SHARD = "shard";
  public static final String FROM = "from";
  public static final String TO = "to";
  public static final String PROJECT = "project";
  public static final String QUEUE = "queue";
  public static final String SUBSCRIBER = "subscriber";
  public static final String TTL = "ttl";
  public static final String CREATED = "created";
  public static final String ENDS = "ends";
  public static final String OPTIONS = "options";
  public static final String SECRET = "secret";
  public static final String CONSENT = "consent";
  public static final String PREVIOUS_SECRET = "previous_secret";
  public static final String PREVIOUS_SECRET_UNTIL = "previous_secret_until";
  public static final String ANSWER_BY = "answer_by";
  public static final String ASKING = "asking";
  public static final String TRIES = "tries";
  public static final String SLOW = "slow";
  public static final String DELIVERY = "delivery";
  public static final String SUBSCRIPTION = "subscription";
  public static final String WEIGHT = "weight";
  public static final String URI = "uri";
  public static final String FLAVOR = "flavor";
  public static final String CLOSING = "closing";
  public static final String POOL = "pool";
  public static final String POOL_NAME = "pool_name";
  public static final String POOL_TABLE = "message_table";
  public static final String TASK = "task";
  public static final String GROUP = "group";
  public static final String WRAPPED = "wrapped";
  public static final String ASKED = "asked";
  public static final String PARTITION = "pk";
  public static final String SORT = "sk";

  /** How the sort keys of subscriptions begin. */
  public static final String SUBSCRIPTION_ID = "id/";

  /** The sort key of queues' states. */
  public static final String STATE = "state";

  /** How the sort keys of rechecks begin. */
  public static final String RECHECK = STATE + "/recheck/";

  /** Over how many partitions scheduled deliveries are spread. */
  public static final int SCHEDULED_SHARDS = 16;

  private static final long LAST_MILLISECOND = 9_999_999_999_999L;

  private ControlTable() {}

  private static Map<String, AttributeValue> key(AttributeValue partition, String sort) {
    return Map.of(PARTITION, partition, SORT, Attributes.text(sort));
  }

  /** Partition of a project's queues. */
  public static AttributeValue queuesOf(ProjectId project) {
    return Attributes.text("queues/" + project.value());
  }

  /** Key of a queue as listed. */
  public static Map<String, AttributeValue> queue(QueueKey queue) {
    return key(queuesOf(queue.project()), queue.name().value());
  }

  /** Partition of a queue's state, cursors and rechecks. */
  public static AttributeValue stateOf(QueueKey queue) {
    return Attributes.text("state/" + queue.hexHash());
  }

  /** Key of a queue's state, which comes first in its partition. */
  public static Map<String, AttributeValue> state(QueueKey queue) {
    return key(stateOf(queue), STATE);
  }

  /** Sort key of a shard's cursor; cursors come after the state. */
  public static String cursor(int shard) {
    return STATE + "/cursor/" + padded(shard, 2);
  }

  /**
   * How the sort keys of rechecks begin that are due at a time; rechecks come last, in the order in
   * which they are due.
   */
  public static String recheckAt(Instant at) {
    return RECHECK + millisecond(at) + "/";
  }

  /** Times as texts that sort as they do. */
  private static String millisecond(Instant at) {
    long millis = Math.clamp(at.toEpochMilli(), 0, LAST_MILLISECOND);
    return padded(millis, 13);
  }

  /** Each read of a head calls this, and a formatter takes ten times as long. */
  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  /**
   * Partition of a queue's subscriptions.
   *
   * @param hash the queue's, in hexadecimal
   */
  public static AttributeValue subscriptionsOf(String hash) {
    return Attributes.text("subscriptions/" + hash);
  }

  /** Key of a subscription. */
  public static Map<String, AttributeValue> subscription(QueueKey queue, SubscriptionId id) {
    return key(subscriptionsOf(queue.hexHash()), SUBSCRIPTION_ID + id);
  }

  /** Key of what keeps a subscriber from being there twice; of constant size. */
  public static Map<String, AttributeValue> subscriber(QueueKey queue, String subscriber) {
    return key(subscriptionsOf(queue.hexHash()), "to/" + Sha256.hex(subscriber));
  }

  /** Key of the note that a receiver was asked, whoever asked; of constant size. */
  public static Map<String, AttributeValue> asked(String receiver) {
    return key(Attributes.text("asked/" + Sha256.hex(receiver)), "asked");
  }

  /** Partition of the pools. */
  public static AttributeValue pools() {
    return Attributes.text("pools");
  }

  /** Key of a pool. */
  public static Map<String, AttributeValue> pool(String name) {
    return key(pools(), name);
  }

  /** The uri of the pool that is a table. */
  public static String uri(String table) {
    return "dynamodb://" + table;
  }

  /** Key of what keeps a table from being two pools. */
  public static Map<String, AttributeValue> table(String name) {
    return key(Attributes.text("tables"), name);
  }

  /** Partition of the queues in a pool. */
  public static AttributeValue queuesIn(String pool) {
    return Attributes.text("pool/" + pool);
  }

  /** Key of the note that a queue is in a pool. */
  public static Map<String, AttributeValue> queueIn(String pool, QueueKey queue) {
    return key(queuesIn(pool), queue.hexHash());
  }

  /** Partition of the pools that are known to be unhealthy. */
  public static AttributeValue unhealthyPools() {
    return Attributes.text("unhealthy");
  }

  /** Key of the note that a pool is unhealthy. */
  public static Map<String, AttributeValue> unhealthyPool(String name) {
    return key(unhealthyPools(), name);
  }

  /** Partition of some scheduled deliveries. */
  public static AttributeValue scheduledIn(int shard) {
    return Attributes.text("scheduled/" + shard);
  }

  /** Key of a scheduled delivery; its hash chooses the partition. */
  public static Map<String, AttributeValue> scheduled(Instant due, String hash) {
    int shard = Character.digit(hash.charAt(0), SCHEDULED_SHARDS);
    return key(scheduledIn(shard), scheduledAt(due) + hash);
  }

  /** How the sort keys of scheduled deliveries begin that are due at a time. */
  public static String scheduledAt(Instant due) {
    return millisecond(due) + "/";
  }

  /** When a scheduled delivery is due. */
  public static Instant scheduledAt(Map<String, AttributeValue> item) {
    String key = Attributes.text(item, SORT);
    return Instant.ofEpochMilli(Long.parseLong(key.substring(0, key.indexOf('/'))));
  }

  /** Key of a key that bodies are encrypted with. */
  public static Map<String, AttributeValue> dataKey(String name) {
    return key(Attributes.text("data-keys"), name);
  }

  /** Partition of a project's flavors. */
  public static AttributeValue flavorsOf(ProjectId project) {
    return Attributes.text("flavors/" + project.value());
  }

  /** Key of a flavor. */
  public static Map<String, AttributeValue> flavor(ProjectId project, String name) {
    return key(flavorsOf(project), name);
  }

  /** Partition of the projects that have a flavor of this name. */
  public static AttributeValue projectsWith(String flavor) {
    return Attributes.text("flavor/" + flavor);
  }

  /** Key of the note that a project has a flavor. */
  public static Map<String, AttributeValue> projectWith(String flavor, ProjectId project) {
    return key(projectsWith(flavor), project.value());
  }
}
