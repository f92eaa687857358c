# SPDX-License-Identifier: Apache-2.0
"""A Java function as a process: Amazon's runtime interface client, and a Runtime API for it.

LAMBDA_RUNTIME_JDK is a JDK 25, LAMBDA_RUNTIME_CLIENT the folder with the client's jars.
"""

import os
import platform
import queue
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PREFIX = "/2018-06-01/runtime/"
PACKAGE = "com.amazonaws.services.lambda.runtime.api.client"
CLIENT = Path(os.environ["LAMBDA_RUNTIME_CLIENT"])
JAVA = os.path.join(os.environ["LAMBDA_RUNTIME_JDK"], "bin", "java")
START_SECONDS = 120
# A function is given its time limit to read, and ends by itself; a busy machine may need more until it has.
GRACE = 5


@cache
def native_part() -> str:
    """Unpacks the client's library; by itself it does so to one place, where two that start at once clash."""
    processor = "aarch_64" if platform.machine() == "aarch64" else "x86_64"
    (jar,) = CLIENT.glob("aws-lambda-java-runtime-interface-client-*.jar")
    with zipfile.ZipFile(jar) as file:
        return file.extract(f"jni/libaws-lambda-jni.linux-{processor}.so", tempfile.mkdtemp(prefix="zaqar-client"))


class RuntimeApi(BaseHTTPRequestHandler):
    """Hands out events as they are asked for, and takes what comes of each."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.outcomes.put(("next", b""))
        headers, event = self.server.events.get()
        self.answer(200, headers, event)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.outcomes.put((self.path.rpartition("/")[2], body))
        self.answer(202, {}, b"")

    def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing: the function has a log of its own."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), RuntimeApi)
        self.events: queue.Queue[tuple[Mapping[str, str], bytes]] = queue.Queue()
        self.outcomes: queue.Queue[tuple[str, bytes]] = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class JavaFunction:
    """One execution environment, which takes one event at a time."""

    def __init__(self, handler: str, task_root: str, variables: Mapping[str, Any], timeout: float):
        self.handler = handler
        self.task_root = task_root
        self.variables = variables
        self.timeout = timeout
        self.lock = threading.Lock()
        self.output = tempfile.TemporaryFile()
        self.start()

    def start(self) -> None:
        """Starts the process, and returns when it asks for its first event."""
        self.api = Server()
        environment = {name: str(value) for name, value in self.variables.items()} | {
            "AWS_EXECUTION_ENV": "AWS_Lambda_java25",
            "AWS_LAMBDA_LOG_FORMAT": "JSON",
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.api.server_port}",
            "LAMBDA_TASK_ROOT": self.task_root,
            "PATH": "/usr/bin:/bin",
            "_HANDLER": self.handler,
        }
        # As the managed runtime starts it where there is no snapshot.
        options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"]
        options += [f"-D{PACKAGE}.runtimeapi.NativeClient.JNI={native_part()}", "-cp", f"{CLIENT}/*"]
        self.process = subprocess.Popen(
            [JAVA, *options, f"{PACKAGE}.AWSLambda", self.handler],
            cwd=self.task_root,
            env=environment,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        kind, body = self.outcome(START_SECONDS)
        if kind != "next":
            self.stop()
            raise RuntimeError(f"{self.handler} did not start: {kind} {body.decode()} {self.log()}")

    def invoke(self, request: str, arn: str, trace: str, event: bytes) -> tuple[bytes, bool]:
        """What the function makes of an event, and whether that is an error."""
        with self.lock:
            if self.process.poll() is not None:
                self.start()
            headers = {
                "Content-Type": "application/json",
                "Lambda-Runtime-Aws-Request-Id": request,
                "Lambda-Runtime-Deadline-Ms": str(int((time.time() + self.timeout) * 1000)),
                "Lambda-Runtime-Invoked-Function-Arn": arn,
                "Lambda-Runtime-Trace-Id": trace,
            }
            self.api.events.put((headers, event))
            kind, body = self.outcome(GRACE * self.timeout)
            # It has to ask for the next one before it gets that.
            if kind == "response" and self.outcome(START_SECONDS)[0] == "next":
                return body, False
            if kind == "error" and self.outcome(START_SECONDS)[0] == "next":
                return body, True
            self.stop()
            return b'{"errorMessage": "the process ended, or took too long"}', True

    def outcome(self, seconds: float) -> tuple[str, bytes]:
        """What comes next from the process; ("", b"") when it has ended or is late."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return self.api.outcomes.get(timeout=0.2)
            except queue.Empty:
                pass
        return "", b""

    def printed(self) -> int:
        """How many bytes it has printed so far."""
        return os.fstat(self.output.fileno()).st_size

    def log(self, start: int = 0) -> str:
        """What it has printed, from this byte on."""
        return os.pread(self.output.fileno(), 1 << 24, start).decode(errors="replace")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.api.shutdown()
        self.api.server_close()
