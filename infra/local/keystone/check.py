# SPDX-License-Identifier: Apache-2.0
"""Checks the service with real tokens of a real Keystone: check.py FOLDER_OF_KEYSTONES_PROGRAMS"""

import faulthandler
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from openstack import exceptions
from openstack.connection import Connection

from cloud import CACHE_SECONDS, Keystone, populate, runtime

LIMIT_SECONDS = 600
SHORT_LIFE_SECONDS = 10
UNAUTHORIZED = {
    "code": 401,
    "title": "Unauthorized",
    "message": "The request you have made requires authentication.",
}


class Cloud:
    """Where the checks play, and who takes part in them."""

    def __init__(self, keystone: Keystone, url: str, password: str) -> None:
        self.keystone = keystone
        self.url = url
        self.password = password

    def connect(self, user: str, project: str) -> Connection:
        return self.keystone.connect(user, project, self.password)

    def token(self, user: str, project: str) -> str:
        """A new token."""
        return str(self.connect(user, project).auth_token)

    def call(self, token: str | None, path: str = "/v2/queues", **more: str) -> requests.Response:
        """A GET with a token, and with more headers."""
        headers = {"Client-ID": uuid.uuid4().hex} | more
        if token is not None:
            headers["X-Auth-Token"] = token
        return requests.get(self.url + path, headers=headers, timeout=30)

    def queues(self, token: str, **more: str) -> list[str]:
        answer = self.call(token, **more)
        expect(answer.status_code, 200)
        return [queue["name"] for queue in answer.json()["queues"]]


def expect(actual: object, wanted: object) -> None:
    if actual != wanted:
        raise AssertionError(f"wanted {wanted!r}, got {actual!r}")


def expect_unauthorized(cloud: Cloud, answer: requests.Response) -> None:
    expect(answer.status_code, 401)
    expect(answer.json(), {"error": UNAUTHORIZED})
    expect(answer.headers["WWW-Authenticate"], f'Keystone uri="{cloud.keystone.url}"')


def sdk(cloud: Cloud) -> None:
    """openstacksdk: a password leads to a token, the catalog, and a queue of one's own project"""
    messaging = cloud.connect("anna", "alpha").message
    messaging.create_queue(name="jobs")
    messaging.post_message("jobs", [{"body": "from anna", "ttl": 300}])
    expect([queue.name for queue in messaging.queues()], ["jobs"])
    expect(list(cloud.connect("boris", "beta").message.queues()), [])


def command_line(cloud: Cloud) -> None:
    """openstack messaging: the same"""
    environment = {name: value for name, value in os.environ.items() if name[:3] != "OS_"} | {
        "OS_AUTH_TYPE": "v3password",
        "OS_AUTH_URL": f"{cloud.keystone.url}/v3",
        "OS_USERNAME": "anna",
        "OS_PASSWORD": cloud.password,
        "OS_USER_DOMAIN_ID": "default",
        "OS_PROJECT_NAME": "alpha",
        "OS_PROJECT_DOMAIN_ID": "default",
        "OS_MESSAGE_CLIENT_ID": uuid.uuid4().hex,
    }

    def show(*words: str) -> Any:
        program = str(Path(sys.executable).with_name("openstack"))
        done = subprocess.run(
            [program, "messaging", *words, "-f", "json"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        expect((done.returncode, done.stderr if done.returncode else ""), (0, ""))
        return json.loads(done.stdout)

    expect(show("queue", "list"), [{"Name": "jobs"}])
    (message,) = show("message", "list", "jobs", "--echo")
    expect(message["Body"], "from anna")


def headers_of_identity(cloud: Cloud) -> None:
    """a token's project and roles count, whatever the headers say"""
    boris = cloud.connect("boris", "beta")
    alpha = cloud.connect("anna", "alpha").current_project_id
    fake = {"X-Project-ID": alpha, "X-Tenant-Id": alpha, "X-Roles": "admin"}
    expect(cloud.queues(boris.auth_token, **fake), [])
    expect(cloud.call(boris.auth_token, "/v2/pools", **fake).status_code, 403)


def roles(cloud: Cloud) -> None:
    """roles: an administrator sees pools and health; a reader reads"""
    admin = str(cloud.keystone.administrator().auth_token)
    expect(cloud.call(admin, "/v2/pools").status_code, 200)
    expect(cloud.call(admin, "/v2/health").status_code, 200)
    expect(cloud.call(cloud.token("anna", "alpha"), "/v2/health").status_code, 403)
    reader = cloud.connect("rita", "alpha").message
    expect([queue.name for queue in reader.queues()], ["jobs"])
    try:
        reader.create_queue(name="more")
    except exceptions.ForbiddenException:
        return
    raise AssertionError("a reader has created a queue")


def wrong_tokens(cloud: Cloud) -> None:
    """no token, a wrong one, and one for no project are 401; discovery needs none"""
    right = cloud.token("anna", "alpha")
    unscoped = cloud.keystone.unscoped_token("anna", cloud.password)
    for token in (None, "", "wrong", right[:-5] + "AAAAA", unscoped, "x" * 4000):
        expect_unauthorized(cloud, cloud.call(token))
    expect(cloud.call(None, "/").status_code, 300)


def revoked_tokens(cloud: Cloud) -> None:
    """a revoked token is 401: at once if it is new to the service, else when the cache is over"""
    used, unused = (cloud.connect("anna", "alpha") for _ in range(2))
    expect(cloud.queues(used.auth_token), ["jobs"])
    tokens = [str(used.auth_token), str(unused.auth_token)]
    for token in tokens:
        revoked = requests.delete(
            f"{cloud.keystone.url}/v3/auth/tokens",
            headers={"X-Auth-Token": token, "X-Subject-Token": token},
            timeout=30,
        )
        expect(revoked.status_code, 204)
    expect_unauthorized(cloud, cloud.call(tokens[1]))
    time.sleep(CACHE_SECONDS)
    expect_unauthorized(cloud, cloud.call(tokens[0]))


def keystone_away(cloud: Cloud) -> None:
    """without Keystone, tokens that it has just found valid work; all others are 503"""
    known, unknown = (cloud.token("anna", "alpha") for _ in range(2))
    expect(cloud.queues(known), ["jobs"])
    cloud.keystone.kill()
    expect(cloud.queues(known), ["jobs"])
    for token in (unknown, "wrong"):
        answer = cloud.call(token)
        expect(answer.status_code, 503)
        expect(answer.json()["title"], "Service temporarily unavailable")
    expect_unauthorized(cloud, cloud.call(None))
    cloud.keystone.start(SHORT_LIFE_SECONDS)
    expect(cloud.queues(unknown), ["jobs"])


def expired_tokens(cloud: Cloud) -> None:
    """a token that is over is 401, whether the service has seen it before or not"""
    used, unused = (cloud.connect("anna", "alpha") for _ in range(2))
    expect(cloud.queues(used.auth_token), ["jobs"])
    tokens = [str(used.auth_token), str(unused.auth_token)]
    end = unused.session.auth.get_access(unused.session).expires
    time.sleep(max(0.0, (end - datetime.now(UTC)).total_seconds()) + 1)
    for token in tokens:
        expect_unauthorized(cloud, cloud.call(token))


CHECKS: tuple[Callable[[Cloud], None], ...] = (
    sdk,
    command_line,
    headers_of_identity,
    roles,
    wrong_tokens,
    revoked_tokens,
    keystone_away,
    expired_tokens,
)


def passes(check: Callable[[Cloud], None], cloud: Cloud) -> bool:
    """Makes one check and says how it went."""
    try:
        check(cloud)
    except Exception:
        print(f"FAIL {check.__doc__}", traceback.format_exc(chain=False), sep="\n", end="", flush=True)
        return False
    print(f"ok   {check.__doc__}", flush=True)
    return True


def main(programs: Path) -> int:
    """Makes all checks; gives the exit code."""
    faulthandler.dump_traceback_later(LIMIT_SECONDS, exit=True)
    password = secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keystone = Keystone(folder, programs)
        try:
            print("Setting up Keystone ...", flush=True)
            keystone.set_up()
            keystone.start()
            print("Starting infra/local/run; it builds first what changed ...", flush=True)
            service = runtime(folder, keystone, password)
            try:
                populate(keystone, service.url, password)
                cloud = Cloud(keystone, service.url, password)
                passed = sum(passes(check, cloud) for check in CHECKS)
            finally:
                service.stop()
        finally:
            keystone.kill()
    failed = len(CHECKS) - passed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
