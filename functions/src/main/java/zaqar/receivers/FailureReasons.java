// SPDX-License-Identifier: Apache-2.0
package zaqar.receivers;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Describes calls that got no answer. The messages of exceptions are not shown to anybody else. */
final class FailureReasons {
  private FailureReasons() {}

  static DeliveryOutcome outcome(Exception fault) {
    return switch (fault) {
      case RefusedAddress e -> new DeliveryOutcome.Refused("address refused");
      case UnknownHostException e -> new DeliveryOutcome.Failed("unknown host");
      case SocketTimeoutException e -> new DeliveryOutcome.Failed("timed out");
      case ConnectException e -> new DeliveryOutcome.Failed("no connection");
      case NoRouteToHostException e -> new DeliveryOutcome.Failed("no connection");
      case SSLException e -> new DeliveryOutcome.Failed("no TLS");
      case NoHttpResponseException e -> new DeliveryOutcome.Failed("no answer");
      case ClientProtocolException e -> new DeliveryOutcome.Failed("no HTTP");
      case MessageConstraintException e -> new DeliveryOutcome.Failed("no HTTP");
      default -> new DeliveryOutcome.Failed("connection broken");
    };
  }
}
