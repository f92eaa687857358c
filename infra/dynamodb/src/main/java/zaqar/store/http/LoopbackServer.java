// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 on the loopback address. Each request is answered on a virtual thread of its own; those
 * of one connection are answered one after the other.
 */
public final class LoopbackServer implements AutoCloseable {
  /** Of a request line, and of all headers together: more than any user lets through. */
  private static final int LONGEST_HEAD = 1 << 20;

  private static final int BACKLOG = 1024;
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("http"), NioIoHandler.newFactory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Clock clock = Clock.systemUTC();
  private final Channel listening;
  private volatile int longestBody;
  private volatile Handler handler = request -> HttpAnswer.empty(UNAVAILABLE);

  /** Answers requests. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a request.
     *
     * @throws zaqar.store.api.NoAnswer to end the connection without an answer
     * @throws IOException which is a fault, and answered 500
     */
    HttpAnswer answer(HttpRequest request) throws IOException;

    /**
     * Answers what cannot be read as a request.
     *
     * @param status 400 for what is not HTTP, 413 for too long a body, 431 for too long a head
     */
    default HttpAnswer refuse(int status) {
      return HttpAnswer.empty(status);
    }
  }

  private LoopbackServer(int port) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Connections())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .awaitUninterruptibly();
    listening = bound.channel();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
  }

  /**
   * Takes a port, and lets clients wait there until {@link #serve}.
   *
   * @param port 0 for any free one
   * @throws IOException if another program has the port
   */
  public static LoopbackServer bind(int port) throws IOException {
    return new LoopbackServer(port);
  }

  /**
   * Begins to answer.
   *
   * @param longest how many bytes a body may have
   */
  public void serve(int longest, Handler answers) {
    longestBody = longest;
    handler = answers;
    listening.config().setAutoRead(true);
  }

  /**
   * Begins to answer programs of this machine. What a browser sends for a page, which says its
   * origin, is refused, and so is what was sent to another host's name, which some page may have
   * led here.
   *
   * @param longest how many bytes a body may have
   */
  public void servePrograms(int longest, Handler answers) {
    serve(
        longest,
        request -> isOfAProgram(request) ? answers.answer(request) : HttpAnswer.empty(FORBIDDEN));
  }

  private boolean isOfAProgram(HttpRequest request) {
    String host = request.headers().get(HttpHeaderNames.HOST);
    URI own = uri();
    boolean isOurs = own.getAuthority().equals(host) || ("localhost:" + own.getPort()).equals(host);
    return isOurs && !request.headers().contains(HttpHeaderNames.ORIGIN);
  }

  /** How a new connection's bytes become requests. */
  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      HttpDecoderConfig limits =
          new HttpDecoderConfig()
              .setMaxInitialLineLength(LONGEST_HEAD)
              .setMaxHeaderSize(LONGEST_HEAD);
      connection
          .pipeline()
          .addLast(new HttpServerCodec(limits))
          .addLast(new HttpServerKeepAliveHandler())
          .addLast(new WholeRequests(longestBody, handler, clock))
          .addLast(new FlowControlHandler())
          .addLast(new Connection(handler, threads, clock));
    }
  }

  /** Where clients reach it. */
  public URI uri() {
    InetSocketAddress address = (InetSocketAddress) listening.localAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** Takes no more requests, and interrupts those under way. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /** Takes no more requests, and interrupts those under way that take longer than {@code grace}. */
  public void close(Duration grace) {
    listening.close().awaitUninterruptibly();
    threads.shutdown();
    try {
      if (threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        // What was answered last is written by then.
        loop.submit(() -> {}).awaitUninterruptibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
