// SPDX-License-Identifier: Apache-2.0
package zaqar.store.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Waits for the end of each body. What is too long is refused, and not kept. */
final class WholeRequests extends HttpObjectAggregator {
  private static final int TOO_LONG = 413;

  private final LoopbackServer.Handler handler;
  private final Clock clock;

  WholeRequests(int longestBody, LoopbackServer.Handler handler, Clock clock) {
    super(longestBody);
    this.handler = handler;
    this.clock = clock;
  }

  /** Handlers see the headers that came, and no length that was not among them. */
  @Override
  protected void finishAggregation(FullHttpMessage whole) {}

  /** Refuses at once, before a body that waits to be asked for is sent. */
  @Override
  protected @Nullable Object newContinueResponse(
      HttpMessage start, int longestBody, ChannelPipeline pipeline) {
    Object answer = super.newContinueResponse(start, longestBody, pipeline);
    return answer instanceof FullHttpResponse refused && refused.status().code() == TOO_LONG
        ? Connection.response(handler.refuse(TOO_LONG), clock)
        : answer;
  }

  /** The rest of the body is read and dropped, so that the client comes to read the answer. */
  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    context
        .writeAndFlush(Connection.response(handler.refuse(TOO_LONG), clock))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }
}
