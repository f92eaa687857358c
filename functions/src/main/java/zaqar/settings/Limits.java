// SPDX-License-Identifier: Apache-2.0
package zaqar.settings;

import java.time.Duration;

/**
 * Every limit and default of the service (contract 1), each set by the template parameter of the
 * same name.
 *
 * <p>Sizes are bytes and inclusive, lengths are characters, spans are whole seconds.
 *
 * @param maxQueueNameLength longest queue name
 * @param maxProjectIdLength longest project id on a route that names a queue
 * @param minClientIdLength shortest Client-ID when it need not be a UUID
 * @param maxClientIdLength longest Client-ID when it need not be a UUID
 * @param maxQueueMetadata largest metadata document, as sent and as stored
 * @param maxMessagesPostSize largest body of a POST of messages; a queue may lower it
 * @param maxMessagesPerPost most messages in one POST
 * @param defaultMessageDelay delay of a queue that sets none
 * @param defaultPageSize entries on a page whose limit is not given
 * @param maxIdsPerRequest most ids in one GET or DELETE, repeats counted
 * @param defaultMessagesPerClaim messages in a claim whose limit is not given
 * @param defaultSubscriptionTtl ttl of a subscription that gives none
 * @param maxSignedUrlLife how far off the end of a signed URL that is shared may be
 * @param maxQueuesPerProject most queues of a project; 0 is no limit
 * @param maxSubscriptionsPerQueue most subscriptions of a queue; 0 is no limit
 * @param maxRequestsPerSecond most requests of a project to one instance in a second; 0 is no limit
 */
public record Limits(
    int maxQueueNameLength,
    int maxProjectIdLength,
    int minClientIdLength,
    int maxClientIdLength,
    int maxQueueMetadata,
    int maxMessagesPostSize,
    int maxMessagesPerPost,
    Duration minMessageTtl,
    Duration maxMessageTtl,
    Duration defaultMessageTtl,
    Duration maxMessageDelay,
    Duration defaultMessageDelay,
    Duration minClaimTtl,
    Duration maxClaimTtl,
    Duration defaultClaimTtl,
    Duration minClaimGrace,
    Duration maxClaimGrace,
    Duration defaultClaimGrace,
    int defaultPageSize,
    int maxQueuesPerPage,
    int maxMessagesPerPage,
    int maxIdsPerRequest,
    int maxMessagesPerClaimOrPop,
    int defaultMessagesPerClaim,
    Duration defaultSubscriptionTtl,
    int maxSubscriptionsPerPage,
    int maxPoolsPerPage,
    int maxFlavorsPerPage,
    Duration maxSignedUrlLife,
    int maxQueuesPerProject,
    int maxSubscriptionsPerQueue,
    int maxRequestsPerSecond) {

  /** More than a message lives that is there, be it claimed to the end; TTL deletes come late. */
  private static final Duration MARGIN = Duration.ofDays(2);

  /** The longest that a message which is there can stay, and so what is stored about it. */
  public Duration longestStay() {
    return maxMessageTtl.plus(maxMessageDelay).plus(maxClaimTtl).plus(maxClaimGrace).plus(MARGIN);
  }

  static Limits from(Environment environment) {
    return new Limits(
        environment.number("MAX_QUEUE_NAME_LENGTH"),
        environment.number("MAX_PROJECT_ID_LENGTH"),
        environment.number("MIN_CLIENT_ID_LENGTH"),
        environment.number("MAX_CLIENT_ID_LENGTH"),
        environment.number("MAX_QUEUE_METADATA"),
        environment.number("MAX_MESSAGES_POST_SIZE"),
        environment.number("MAX_MESSAGES_PER_POST"),
        environment.seconds("MIN_MESSAGE_TTL"),
        environment.seconds("MAX_MESSAGE_TTL"),
        environment.seconds("DEFAULT_MESSAGE_TTL"),
        environment.seconds("MAX_MESSAGE_DELAY"),
        environment.seconds("DEFAULT_MESSAGE_DELAY"),
        environment.seconds("MIN_CLAIM_TTL"),
        environment.seconds("MAX_CLAIM_TTL"),
        environment.seconds("DEFAULT_CLAIM_TTL"),
        environment.seconds("MIN_CLAIM_GRACE"),
        environment.seconds("MAX_CLAIM_GRACE"),
        environment.seconds("DEFAULT_CLAIM_GRACE"),
        environment.number("DEFAULT_PAGE_SIZE"),
        environment.number("MAX_QUEUES_PER_PAGE"),
        environment.number("MAX_MESSAGES_PER_PAGE"),
        environment.number("MAX_IDS_PER_REQUEST"),
        environment.number("MAX_MESSAGES_PER_CLAIM_OR_POP"),
        environment.number("DEFAULT_MESSAGES_PER_CLAIM"),
        environment.seconds("DEFAULT_SUBSCRIPTION_TTL"),
        environment.number("MAX_SUBSCRIPTIONS_PER_PAGE"),
        environment.number("MAX_POOLS_PER_PAGE"),
        environment.number("MAX_FLAVORS_PER_PAGE"),
        environment.seconds("MAX_SIGNED_URL_LIFE"),
        environment.number("MAX_QUEUES_PER_PROJECT"),
        environment.number("MAX_SUBSCRIPTIONS_PER_QUEUE"),
        environment.number("MAX_REQUESTS_PER_SECOND"));
  }
}
