# SPDX-License-Identifier: Apache-2.0
"""A stand-in for Keystone: any password gets a token for the project asked for, and the catalog.

The command line and the SDK learn their project and the service's address from a token. Without
one they send no X-Project-ID, and the service answers 400.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

DOMAIN = {"id": "default", "name": "Default"}


def token(project: str, messaging_url: str) -> dict[str, Any]:
    """The body of a token answer, as Keystone v3 writes it."""
    endpoint = {"id": "public", "interface": "public", "region_id": "local", "region": "local"}
    return {
        "methods": ["password"],
        "issued_at": "2026-01-01T00:00:00.000000Z",
        "expires_at": "2999-01-01T00:00:00.000000Z",
        "user": {"id": "tourist", "name": "tourist", "domain": DOMAIN},
        "project": {"id": project, "name": project, "domain": DOMAIN},
        "roles": [{"id": "member", "name": "member"}],
        "catalog": [
            {
                "id": "zaqar",
                "name": "zaqar",
                "type": "messaging",
                "endpoints": [endpoint | {"url": messaging_url}],
            }
        ],
    }


@contextmanager
def stand_in(messaging_url: str) -> Iterator[str]:
    """Runs the stand-in on a free port for as long as the block lasts; gives its v3 URL."""

    class Tokens(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            project = request["auth"]["scope"]["project"]["id"]
            body = json.dumps({"token": token(project, messaging_url)}).encode()
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Subject-Token", "a-token")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Keeps the tour's own lines readable."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Tokens) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v3"
        finally:
            server.shutdown()
