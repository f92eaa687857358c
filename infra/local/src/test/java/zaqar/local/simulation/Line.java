// SPDX-License-Identifier: Apache-2.0
package zaqar.local.simulation;

import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** A way on which answers take their time. */
record Line(SdkHttpClient way, Wait back) implements SdkHttpClient {
  /** Waits for an answer that is on its way. */
  @FunctionalInterface
  interface Wait {
    void await() throws IOException, InterruptedException;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest there = way.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        HttpExecuteResponse response = there.call();
        try {
          back.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("nobody waits for the answer any more");
        }
        return response;
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
