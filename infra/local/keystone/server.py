# SPDX-License-Identifier: Apache-2.0
"""Serves Keystone on this machine until it is killed: server.py PORT"""

import sys
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Leaves the log to Keystone."""


def main(port: int) -> None:
    # Keystone takes what follows a program's name for options of its own.
    del sys.argv[1:]
    from keystone.wsgi.api import application

    with make_server("127.0.0.1", port, application, Threads, Quiet) as server:
        print(f"Keystone listens on http://127.0.0.1:{port}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
