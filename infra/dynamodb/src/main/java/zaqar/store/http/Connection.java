// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import zaqar.store.api.NoAnswer;

/** Answers the requests of one connection. The next is read when the last is answered. */
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int BAD_REQUEST = 400;
  private static final int HEAD_TOO_LONG = 431;
  private static final int FAULT = 500;
  private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);
  private static final byte[] NOTHING = {};
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  private final LoopbackServer.Handler handler;
  private final ExecutorService threads;
  private final Clock clock;
  private boolean isBusy;

  /** Handlers are called on {@code threads}. */
  Connection(LoopbackServer.Handler handler, ExecutorService threads, Clock clock) {
    this.handler = handler;
    this.threads = threads;
    this.clock = clock;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refuse(context, request.decoderResult().cause());
      return;
    }
    isBusy = true;
    HttpRequest read =
        new HttpRequest(
            request.method().name(),
            request.uri(),
            request.headers(),
            ByteBufUtil.getBytes(request.content()),
            ((InetSocketAddress) context.channel().remoteAddress()).getAddress().getHostAddress());
    try {
      threads.execute(() -> answer(context, read));
    } catch (RejectedExecutionException closed) {
      end(context);
    }
  }

  /** Bodies arrive in parts, also those that are dropped. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!isBusy) {
      context.read();
    }
  }

  private void refuse(ChannelHandlerContext context, Throwable cause) {
    boolean isTooLong =
        cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
    FullHttpResponse response =
        response(handler.refuse(isTooLong ? HEAD_TOO_LONG : BAD_REQUEST), clock);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private void answer(ChannelHandlerContext context, HttpRequest request) {
    try {
      send(context, handler.answer(request));
    } catch (NoAnswer e) {
      end(context);
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.ERROR, request.method() + " " + request.path() + " failed", e);
      send(context, HttpAnswer.empty(FAULT));
    }
  }

  private void send(ChannelHandlerContext context, HttpAnswer answer) {
    FullHttpResponse response = response(answer, clock);
    try {
      context.executor().execute(() -> write(context, response));
    } catch (RejectedExecutionException closed) {
      LOG.log(Level.DEBUG, "an answer came after the server had ended");
    }
  }

  private void write(ChannelHandlerContext context, FullHttpResponse response) {
    context
        .writeAndFlush(response)
        .addListener(
            written -> {
              isBusy = false;
              context.read();
            });
  }

  /** What goes over the connection, with a length where HTTP has one. */
  static FullHttpResponse response(HttpAnswer answer, Clock clock) {
    boolean hasBody = !WITHOUT_BODY.contains(answer.status());
    byte[] body = hasBody ? answer.body() : NOTHING;
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(body));
    HttpHeaders headers = response.headers();
    headers.add(answer.headers());
    if (!headers.contains(HttpHeaderNames.DATE)) {
      headers.set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(clock.instant())));
    }
    if (hasBody) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    return response;
  }

  private static void end(ChannelHandlerContext context) {
    context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** The client is gone, or sends what it must not after it was refused. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(Level.DEBUG, "a connection failed", cause);
    end(context);
  }
}
