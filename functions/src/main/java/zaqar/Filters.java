// SPDX-License-Identifier: Apache-2.0
package zaqar;

import java.time.Duration;
import java.util.function.Consumer;
import zaqar.auth.Callers;
import zaqar.auth.QueueNames;
import zaqar.auth.RequestRates;
import zaqar.auth.Roles;
import zaqar.auth.SignedUrls;
import zaqar.auth.Tokens;
import zaqar.auth.UrlSigner;
import zaqar.dynamodb.Platform;
import zaqar.http.Acceptable;
import zaqar.http.Cors;
import zaqar.http.Errors;
import zaqar.http.Filter;
import zaqar.http.FormBodies;
import zaqar.http.InputBounds;
import zaqar.http.Preferences;
import zaqar.http.TimeLimit;
import zaqar.messages.LongPolling;
import zaqar.metrics.Metrics;
import zaqar.metrics.RequestLog;
import zaqar.settings.AccessSettings;
import zaqar.settings.Settings;

/**
 * The filters that every request passes before it is served, in this order (contract 2.1).
 *
 * @param outer before all else: log, origins, faults, time
 * @param open for what everybody may call
 * @param callers for what needs a caller
 * @param named for what is about a queue, too
 * @param admin for what only operators may do, behind {@code callers}
 */
record Filters(Filter outer, Filter open, Filter callers, Filter named, Filter admin) {
  /**
   * Less than the functions' timeout in template.yaml, whose end would reach clients as no 503; so
   * is what {@link LongPolling#limit} makes of it.
   */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(17);

  static Filters of(Platform platform, UrlSigner signer, Metrics metrics, Consumer<String> log) {
    Settings settings = platform.settings();
    AccessSettings access = settings.access();
    LongPolling polling = new LongPolling(platform);
    Filter readers = Roles.readOnly(access.readerRole());
    Filter open = new FormBodies().then(new Acceptable());
    Filter callers =
        new SignedUrls(signer, settings.limits().maxSignedUrlLife(), platform.clock())
            .then(Tokens.by(access.tokens(), platform.clock()))
            .then(open)
            .then(new Callers(settings.clientIdMode(), settings.limits()))
            .then(new RequestRates(settings.limits().maxRequestsPerSecond(), platform.clock()));
    return new Filters(
        new RequestLog(metrics, platform.clock(), platform.dynamoDb().clockGuard()::offBy)
            .then(new Cors(settings.allowedOrigins()))
            .then(new Errors(log))
            .then(new InputBounds())
            .then(
                new TimeLimit(
                    request -> polling.limit(Preferences.wait(request), TIME_LIMIT),
                    platform.parallel().executor(),
                    platform.clock(),
                    platform.pause()))
            .then(new ClockRefusals(metrics)),
        open,
        callers.then(readers),
        callers.then(new QueueNames(settings.limits())).then(readers),
        Roles.required(access.adminRole()));
  }
}
