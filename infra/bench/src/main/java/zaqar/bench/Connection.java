// SPDX-License-Identifier: Apache-2.0
package zaqar.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive connection of HTTP/1.1 that blocks its thread. It costs the machine a fraction of
 * what the JDK's client does, which matters where the server under test shares the processors.
 * Nothing is sent a second time, or elsewhere. For one thread at a time.
 */
final class Connection implements AutoCloseable {
  private static final int CONNECT_TIMEOUT = (int) Duration.ofSeconds(5).toMillis();
  private static final int READ_TIMEOUT = (int) Duration.ofSeconds(35).toMillis();
  // Servers close what was idle for longer; a request that meets that is lost.
  private static final long MOST_IDLE = Duration.ofSeconds(5).toNanos();
  private static final byte[] NOTHING = {};

  private final Target target;
  private final String fixedHeaders;
  private final byte[] buffer = new byte[1 << 16];
  private @Nullable Socket socket;
  private int start;
  private int end;
  private long lastUse;
  private byte[] request = new byte[1 << 12];

  /**
   * A way to {@code target}, which is opened by the first request.
   *
   * @param headers what each request carries
   */
  Connection(Target target, Map<String, String> headers) {
    this.target = target;
    StringBuilder lines = new StringBuilder("Host: " + target.url().getRawAuthority() + "\r\n");
    headers.forEach((name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
    this.fixedHeaders = lines.toString();
  }

  /**
   * Sends one request, and waits for the whole answer.
   *
   * @param path with its query
   * @throws IOException if no whole answer came; the next request opens another connection
   */
  Answer send(String method, String path, byte @Nullable [] body) throws IOException {
    return send(method, path, "", body);
  }

  /** As {@link #send(String, String, byte[])}, with more lines of headers. */
  Answer send(String method, String path, String headers, byte @Nullable [] body)
      throws IOException {
    try {
      Socket open = open();
      int length = write(method, path, headers, body);
      open.getOutputStream().write(request, 0, length);
      Answer answer = read(open.getInputStream());
      lastUse = System.nanoTime();
      return answer;
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Socket open() throws IOException {
    if (socket != null && System.nanoTime() - lastUse > MOST_IDLE) {
      close();
    }
    if (socket == null) {
      socket = connect();
      start = 0;
      end = 0;
    }
    return socket;
  }

  private Socket connect() throws IOException {
    String host = target.url().getHost();
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(host, target.port()), CONNECT_TIMEOUT);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(READ_TIMEOUT);
      return target.isSecure() ? secure(plain, host) : plain;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private Socket secure(Socket plain, String host) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secure = (SSLSocket) factory.createSocket(plain, host, target.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    return secure;
  }

  // One buffer and one write, so that a request is one packet where it fits.
  private int write(String method, String path, String headers, byte @Nullable [] body) {
    String length = body == null ? "" : "Content-Length: " + body.length + "\r\n";
    String head =
        method + " " + target.url().getRawPath() + path + " HTTP/1.1\r\n" + fixedHeaders + headers;
    byte[] bytes = (head + length + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    int whole = bytes.length + (body == null ? 0 : body.length);
    if (request.length < whole) {
      request = new byte[whole];
    }
    System.arraycopy(bytes, 0, request, 0, bytes.length);
    if (body != null) {
      System.arraycopy(body, 0, request, bytes.length, body.length);
    }
    return whole;
  }

  private Answer read(InputStream in) throws IOException {
    String[] statusLine = line(in).split(" ", 3);
    int status = Integer.parseInt(statusLine[1]);
    int length = -1;
    boolean isChunked = false;
    boolean isLast = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).trim();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "transfer-encoding" -> isChunked = value.equalsIgnoreCase("chunked");
        case "connection" -> isLast = value.equalsIgnoreCase("close");
        default -> {
          // Nothing that matters here.
        }
      }
    }
    byte[] body =
        isChunked ? chunks(in) : status == 204 || length < 1 ? NOTHING : bytes(in, length);
    if (isLast) {
      close();
    }
    return new Answer(status, body);
  }

  private byte[] chunks(InputStream in) throws IOException {
    byte[] whole = NOTHING;
    while (true) {
      int length = Integer.parseInt(line(in).replaceFirst(";.*", "").trim(), 16);
      byte[] chunk = bytes(in, length);
      line(in);
      if (length == 0) {
        return whole;
      }
      byte[] longer = new byte[whole.length + length];
      System.arraycopy(whole, 0, longer, 0, whole.length);
      System.arraycopy(chunk, 0, longer, whole.length, length);
      whole = longer;
    }
  }

  private byte[] bytes(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    int buffered = Math.min(length, end - start);
    System.arraycopy(buffer, start, bytes, 0, buffered);
    start += buffered;
    if (in.readNBytes(bytes, buffered, length - buffered) < length - buffered) {
      throw new EOFException("the connection ended within a body");
    }
    return bytes;
  }

  private String line(InputStream in) throws IOException {
    int at = start;
    while (true) {
      while (at < end) {
        if (buffer[at] == '\n') {
          String line = new String(buffer, start, at - start, StandardCharsets.ISO_8859_1);
          start = at + 1;
          return line.stripTrailing();
        }
        at++;
      }
      at = fill(in);
    }
  }

  // Moves what is not read yet to the front, and adds what comes next.
  private int fill(InputStream in) throws IOException {
    int left = end - start;
    System.arraycopy(buffer, start, buffer, 0, left);
    start = 0;
    end = left;
    int more = end < buffer.length ? in.read(buffer, end, buffer.length - end) : -1;
    if (more < 0) {
      throw new EOFException("the connection ended before an answer did");
    }
    end += more;
    return left;
  }

  @Override
  public void close() {
    Socket last = socket;
    socket = null;
    if (last != null) {
      try {
        last.close();
      } catch (IOException e) {
        // It is of no use any more, whatever became of it.
        return;
      }
    }
  }
}
