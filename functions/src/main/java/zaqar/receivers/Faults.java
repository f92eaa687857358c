package zaqar.receivers;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** What is said of calls that got no answer. What exceptions say themselves is for nobody else. */
final class Faults {
  private Faults() {}

  static Outcome outcome(Exception fault) {
    return switch (fault) {
      case RefusedAddress e -> new Outcome.Refused("address refused");
      case UnknownHostException e -> new Outcome.Failed("unknown host");
      case SocketTimeoutException e -> new Outcome.Failed("timed out");
      case ConnectException e -> new Outcome.Failed("no connection");
      case NoRouteToHostException e -> new Outcome.Failed("no connection");
      case SSLException e -> new Outcome.Failed("no TLS");
      case NoHttpResponseException e -> new Outcome.Failed("no answer");
      case ClientProtocolException e -> new Outcome.Failed("no HTTP");
      case MessageConstraintException e -> new Outcome.Failed("no HTTP");
      default -> new Outcome.Failed("connection broken");
    };
  }
}
